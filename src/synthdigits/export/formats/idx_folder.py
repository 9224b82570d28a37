"""IDX as ``torchvision.datasets.MNIST(root, download=False)`` wants it: four plain files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import LARGEST_ARRAY, Decoded, Target, naming
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.inputs import plain
from synthdigits.sources import idx
from synthdigits.sources.names import IDX_NAMES

FOLDER = Path("MNIST/raw")
LARGEST = LARGEST_ARRAY + 16
"""Bytes, with the header."""
NAMES: dict[Split, tuple[str, ...]] = {"train": IDX_NAMES[:2], "test": IDX_NAMES[2:]}


def write(target: Target, parts: Parts) -> None:
    """Write ``MNIST/raw/{train,t10k}-{images-idx3,labels-idx1}-ubyte``."""
    for split, digits in parts.items():
        images, labels = _files(split)
        write_pair(target.folder / images, target.folder / labels, digits)


def write_pair(images: Path, labels: Path, digits: Digits) -> None:
    """Write one file of images uint8 (N, H, W) and one of labels uint8 (N,)."""
    for path, array in ((images, digits.images), (labels, digits.labels)):
        with replacing(path) as partial:
            partial.write_bytes(idx.encode(array))


def places(target: Target) -> str:  # noqa: ARG001 - other formats' files have the set's name
    """A pattern of the files that it writes."""
    return f"{FOLDER.as_posix()}/({'|'.join(IDX_NAMES)})"


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split; their numbers are their places."""
    image_file, label_file = _files(split)
    images, labels = (_read(target.folder, file) for file in (image_file, label_file))
    with naming(label_file):
        if labels.shape != images.shape[:1]:
            raise ValueError(f"labels ({len(images)},) are needed, got {labels.shape}")
    with naming(image_file):
        digits = Digits(images, labels, np.arange(len(labels)))
    yield Decoded(digits, image_file, label_file)


def _read(folder: Path, file: Path) -> NDArray[np.uint8]:
    with naming(file):
        return idx.decode(plain(folder / file, LARGEST).read_bytes())


def _files(split: Split) -> tuple[Path, Path]:
    images, labels = (FOLDER / name for name in NAMES[split])
    return images, labels
