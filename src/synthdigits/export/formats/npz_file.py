"""NPZ with the names that Keras users know from ``mnist.npz``."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE, Digits
from synthdigits.export.formats.sources import PART, Sources, Split, parts
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing


def write(target: Target, sources: Sources) -> None:
    """Write ``NAME.npz``: ``x_train``, ``y_train``, ``x_test``, ``y_test``, compressed.

    Images are uint8 (N, 28, 28), labels uint8 (N,). The bytes are those of
    :func:`numpy.savez_compressed`, which needs all rows at once.
    """
    with (
        replacing(target.folder / f"{target.name}.npz") as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for split, source in sources.items():
            with archive.open(f"x_{split}.npy", "w", force_zip64=True) as member:
                _write_header(member, (len(source), SIDE, SIDE))
                for part in parts(source):
                    member.write(part.images.tobytes())
            with archive.open(f"y_{split}.npy", "w", force_zip64=True) as member:
                _write_header(member, (len(source),))
                for part in parts(source):
                    member.write(part.labels.tobytes())


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split; their numbers are their places."""
    file = Path(f"{target.name}.npz")
    with (
        naming(file),
        zipfile.ZipFile(target.folder / file) as archive,
        archive.open(f"x_{split}.npy") as images,
        archive.open(f"y_{split}.npy") as labels,
    ):
        count = _read_count(images, (SIDE, SIDE))
        if _read_count(labels, ()) != count:
            raise ValueError(f"y_{split} has not {count} rows, as x_{split} has")
        for first in range(0, count, PART):
            rows = np.arange(first, min(first + PART, count))
            pixels = _taken(images, len(rows) * SIDE * SIDE).reshape(-1, SIDE, SIDE)
            yield Decoded(Digits(pixels, _taken(labels, len(rows)), rows), file, file)


def _write_header(member: IO[bytes], shape: tuple[int, ...]) -> None:
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(member, header)


def _read_count(member: IO[bytes], row_shape: tuple[int, ...]) -> int:
    np.lib.format.read_magic(member)
    header: Any = np.lib.format.read_array_header_1_0(member)
    shape, _, dtype = header
    if dtype != np.uint8 or shape[1:] != row_shape:
        raise ValueError(f"uint8 (N, {row_shape}) is needed, got {dtype} {shape}")
    return int(shape[0])


def _taken(member: IO[bytes], size: int) -> NDArray[np.uint8]:
    return np.frombuffer(member.read(size), np.uint8)
