"""NPZ with the names that Keras users know from ``mnist.npz``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import LARGEST_ARRAY, Decoded, Target, naming
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.npz import read_npz


def write(target: Target, parts: Parts) -> None:
    """Write ``NAME.npz``: ``x_train``, ``y_train``, ``x_test``, ``y_test``, compressed.

    Images are uint8 (N, H, W), labels uint8 (N,).
    """
    arrays = {}
    for split, digits in parts.items():
        arrays[f"x_{split}"], arrays[f"y_{split}"] = digits.images, digits.labels
    with replacing(target.folder / f"{target.name}.npz") as partial:
        np.savez_compressed(partial, **arrays)  # type: ignore[arg-type]


def places(target: Target) -> str:
    """A pattern of the file that it writes."""
    return re.escape(f"{target.name}.npz")


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split; their numbers are their places."""
    file = Path(f"{target.name}.npz")
    names = (f"x_{split}", f"y_{split}")
    with naming(file):
        arrays = read_npz(target.plain(file), names, 2 * LARGEST_ARRAY)
        images, labels = (arrays[name] for name in names)
        digits = Digits(images, labels, np.arange(len(labels)))
    yield Decoded(digits, file, file)
