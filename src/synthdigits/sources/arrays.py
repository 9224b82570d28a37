"""Arrays of images and labels, as NPZ and IDX have them, as the parts of a set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.splits import check_labels
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief
from synthdigits.sources.found import Found
from synthdigits.sources.part import Part, check_count, rows_of
from synthdigits.sources.ranges import as_bytes, blocks, check_range, needs_rescaling
from synthdigits.sources.upright import joined, settled, upright

REAL = "buif"
"""NumPy's kinds of real numbers."""
MOST_PIXELS = 1 << 28
"""Of all images."""


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Found:
    """Images and labels of the training part, then of the test part, by name and in this order.

    Raises:
        SynthdigitsError: they are no images (N, H, W) with an integer label each, hold no pixel
            values from 0 to 255 or to 1, or are too many.
    """
    training, test = list(arrays)[:2], list(arrays)[2:]
    for images, labels in (training, test):
        _check_shapes(images, arrays[images], labels, arrays[labels])
    check_labels(arrays[training[1]], arrays[test[1]])
    check_count(sum(len(arrays[images]) for images, _ in (training, test)))
    pixels = sum(arrays[images].size for images, _ in (training, test))
    if pixels > MOST_PIXELS:
        raise SynthdigitsError(f"the images have {pixels} pixels; allowed: {MOST_PIXELS}")
    corrected: Counter[str] = Counter()
    parts = [
        _part(kind, images, arrays[images], arrays[labels], corrected)
        for kind, (images, labels) in (("training", training), ("test", test))
    ]
    return Found(parts, None, corrected)


def _part(
    kind: str, name: str, images: NDArray[Any], labels: NDArray[Any], corrected: Counter[str]
) -> Part:
    check_range(name, images)
    rescaled = needs_rescaling(images)
    corrected["rescaled"] += rescaled * len(images)
    parts = (upright(as_bytes(images[rows], rescaled)) for rows in blocks(images))
    found = joined(parts, len(images))
    settled_images, turned = settled(found, labels)
    corrected["turned_over"] += turned
    return Part(kind, settled_images, labels.astype(np.int64), rows_of(name))


def _check_shapes(name: str, images: NDArray[Any], label_name: str, labels: NDArray[Any]) -> None:
    if images.dtype.kind not in REAL:
        raise SynthdigitsError(f"{name} must hold numbers, got {brief(images.dtype)}")
    if images.ndim != 3 or 0 in images.shape[1:]:
        raise SynthdigitsError(f"{name}: images must be (N, H, W), got {images.shape}")
    if not np.issubdtype(labels.dtype, np.integer) or labels.shape != images.shape[:1]:
        raise SynthdigitsError(
            f"{label_name}: labels must be integers ({len(images)},), got "
            f"{brief(labels.dtype)} {labels.shape}"
        )
