"""Saved sets, read some rows at a time: memory does not grow with their number."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE, D, Digits, MaskedDigits
from synthdigits.plumbing.errors import SynthdigitsError

PART = 2_000
"""Rows that are in memory at a time."""
LOCAL_HEADER = struct.Struct("<26xHH")
"""Of a ZIP member: all that matters here are the lengths of its name and its extra field."""

Split = Literal["train", "test"]
SPLITS: tuple[Split, ...] = ("train", "test")


class Source(Protocol):
    """Rows in order, taken by slices. :class:`Digits` in memory are one."""

    def __len__(self) -> int: ...

    def __getitem__(self, chosen: slice, /) -> Digits: ...


Sources = Mapping[Split, Source]


def parts(source: Source, first: int = 0, last: int | None = None) -> Iterator[Digits]:
    """Rows ``first`` to ``last - 1``, :data:`PART` at a time."""
    end = len(source) if last is None else min(last, len(source))
    for start in range(first, end, PART):
        yield source[start : min(start + PART, end)]


@dataclass(frozen=True)
class InpaintedDigits(MaskedDigits):
    """Repaired digits beside what was repaired.

    Attributes:
        masked: uint8 (N, 28, 28), the images before the repair.
    """

    masked: NDArray[np.uint8]

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.masked.dtype != np.uint8 or self.masked.shape != (len(self), SIDE, SIDE):
            raise ValueError(f"masked must be uint8 like images, got {self.masked.shape}")


class StoredDigits(Generic[D]):
    """A file that :meth:`Digits.save` wrote, as a source.

    Raises:
        SynthdigitsError: the file is missing, or is no NPZ of ``kind``.
    """

    def __init__(self, path: Path, kind: type[D]) -> None:
        self.path, self.kind = path, kind
        try:
            with zipfile.ZipFile(path) as archive, path.open("rb") as file:
                self._arrays = {
                    field.name: _StoredArray.find(archive, file, field.name)
                    for field in fields(kind)
                }
        except FileNotFoundError:
            raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it") from None
        except (ValueError, KeyError, zipfile.BadZipFile) as error:
            raise SynthdigitsError(f"{path}: not an NPZ of {kind.__name__}: {error}") from None

    def __len__(self) -> int:
        return self._arrays["labels"].shape[0]

    def __getitem__(self, chosen: slice, /) -> D:
        first, last, _ = chosen.indices(len(self))
        return self.kind(
            **{name: array.rows(self.path, first, last) for name, array in self._arrays.items()}
        )


@dataclass(frozen=True)
class Repaired:
    """Repaired digits and their masked twins, row by row, as a source."""

    repaired: StoredDigits[MaskedDigits]
    masked: StoredDigits[MaskedDigits]

    def __len__(self) -> int:
        return len(self.repaired)

    def __getitem__(self, chosen: slice, /) -> InpaintedDigits:
        repaired, masked = self.repaired[chosen], self.masked[chosen]
        if not np.array_equal(repaired.rows, masked.rows):
            raise SynthdigitsError(f"{self.repaired.path} has other rows than {self.masked.path}")
        kept = {field.name: getattr(repaired, field.name) for field in fields(repaired)}
        return InpaintedDigits(**kept, masked=masked.images)


@dataclass(frozen=True)
class _StoredArray:
    """Where an uncompressed array begins within its NPZ file."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    offset: int

    @classmethod
    def find(cls, archive: zipfile.ZipFile, file: Any, name: str) -> _StoredArray:
        member = archive.getinfo(f"{name}.npy")
        if member.compress_type != zipfile.ZIP_STORED:
            raise ValueError(f"{name} is compressed")
        with archive.open(member) as array:
            np.lib.format.read_magic(array)
            shape, _, dtype = np.lib.format.read_array_header_1_0(array)
            header = array.tell()
        file.seek(member.header_offset)
        name_length, extra_length = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        start = member.header_offset + LOCAL_HEADER.size + name_length + extra_length
        return cls(dtype, shape, start + header)

    def rows(self, path: Path, first: int, last: int) -> NDArray[Any]:
        size = int(np.prod(self.shape[1:]))
        start = self.offset + first * size * self.dtype.itemsize
        flat = np.fromfile(path, self.dtype, count=(last - first) * size, offset=start)
        return flat.reshape(last - first, *self.shape[1:])
