"""IDX as ``torchvision.datasets.MNIST(root, download=False)`` wants it: four plain files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE, Digits
from synthdigits.export.formats.sources import PART, Source, Sources, Split, parts
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing
from synthdigits.sources.idx import UNSIGNED_BYTE
from synthdigits.sources.names import IDX_NAMES

NAMES: dict[Split, tuple[str, ...]] = {"train": IDX_NAMES[:2], "test": IDX_NAMES[2:]}


def write(target: Target, sources: Sources) -> None:
    """Write ``MNIST/raw/{train,t10k}-{images-idx3,labels-idx1}-ubyte``."""
    for split, source in sources.items():
        images, labels = _files(split)
        write_pair(target.folder / images, target.folder / labels, source)


def write_pair(images: Path, labels: Path, source: Source) -> None:
    """Write one file of images uint8 (N, 28, 28) and one of labels uint8 (N,)."""
    with replacing(images) as partial, partial.open("wb") as file:
        file.write(_header(len(source), SIDE, SIDE))
        for part in parts(source):
            file.write(part.images.tobytes())
    with replacing(labels) as partial, partial.open("wb") as file:
        file.write(_header(len(source)))
        for part in parts(source):
            file.write(part.labels.tobytes())


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split; their numbers are their places."""
    images, labels = _files(split)
    with naming(images):
        image_file = (target.folder / images).open("rb")
    with image_file, naming(labels):
        label_file = (target.folder / labels).open("rb")
        with label_file:
            with naming(images):
                count = _count(image_file, 3)
            if _count(label_file, 1) != count:
                raise ValueError(f"it has not {count} labels, as many as there are images")
            for first in range(0, count, PART):
                rows = np.arange(first, min(first + PART, count))
                pixels = _taken(image_file, len(rows) * SIDE * SIDE).reshape(-1, SIDE, SIDE)
                yield Decoded(Digits(pixels, _taken(label_file, len(rows)), rows), images, labels)


def _files(split: Split) -> tuple[Path, Path]:
    images, labels = (Path("MNIST/raw") / name for name in NAMES[split])
    return images, labels


def _header(*shape: int) -> bytes:
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, UNSIGNED_BYTE, len(shape), *shape)


def _count(file: BinaryIO, dimensions: int) -> int:
    """How many rows follow the header, which must be that of digits or of labels."""
    head = file.read(4 + 4 * dimensions)
    shape = struct.unpack(f">4x{dimensions}I", head)
    if head != _header(shape[0], *(SIDE,) * (dimensions - 1)):
        raise ValueError(f"no IDX header of digits: {head!r}")
    place = file.tell()
    length = file.seek(0, 2) - place
    file.seek(place)
    if length != shape[0] * SIDE ** (2 * (dimensions > 1)):
        raise ValueError(f"{shape[0]} rows are announced, but {length} bytes follow")
    return int(shape[0])


def _taken(file: BinaryIO, size: int) -> NDArray[np.uint8]:
    return np.frombuffer(file.read(size), np.uint8)
