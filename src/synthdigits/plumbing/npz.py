"""NPZ files, whose sizes are known and within a limit before anything is unpacked."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.wording import brief

T = TypeVar("T")
MOST_BYTES = 1 << 29
"""Of all arrays of a file, unpacked."""
NPY_HEADERS: dict[tuple[int, int], Callable[[IO[bytes]], Any]] = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
"""How a header is read, by the version of its format."""


def npz_names(path: Path) -> list[str]:
    """Names of the arrays in a file.

    Raises:
        SynthdigitsError: it is no NPZ; the message does not name the file.
    """
    return _opened(path, lambda archive: [_stem(name) for name in archive.namelist()])


def read_npz(
    path: Path, names: Sequence[str], most_bytes: int = MOST_BYTES
) -> dict[str, NDArray[Any]]:
    """The arrays of a file that are called ``names``.

    Raises:
        SynthdigitsError: it is no NPZ, lacks an array, or they unpack to more than ``most_bytes``;
            the message does not name the file.
    """

    def read(archive: zipfile.ZipFile) -> dict[str, NDArray[Any]]:
        entries = _entries(archive, names)
        unpacked = sum(entry.file_size for entry in entries.values())
        if unpacked > most_bytes:
            raise SynthdigitsError(f"its arrays take {unpacked} bytes; allowed: {most_bytes}")
        return {name: _array(archive, entry) for name, entry in entries.items()}

    return _opened(path, read)


def _opened(path: Path, read: Callable[[zipfile.ZipFile], T]) -> T:
    try:
        with plain(path).open("rb") as file, zipfile.ZipFile(file) as archive:
            return read(archive)
    except SynthdigitsError:
        raise
    except Exception as reason:  # noqa: BLE001 - damaged archives fail in a dozen ways
        raise SynthdigitsError(f"not an NPZ: {brief(reason)}") from None


def _entries(archive: zipfile.ZipFile, names: Sequence[str]) -> dict[str, zipfile.ZipInfo]:
    """Where each array lies; nothing is encrypted, or packed as NumPy never does."""
    entries = {_stem(entry.filename): entry for entry in archive.infolist()}
    for name in names:
        if name not in entries:
            raise SynthdigitsError(f"there is no array {name}; needed: {', '.join(names)}")
        entry = entries[name]
        if entry.flag_bits & 1:
            raise SynthdigitsError(f"array {name} is encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SynthdigitsError(f"array {name} is packed neither plainly nor by deflate")
    return {name: entries[name] for name in names}


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> NDArray[Any]:
    with archive.open(entry) as member:
        version = np.lib.format.read_magic(member)
        if version not in NPY_HEADERS:
            raise ValueError(f"{entry.filename} has a header of version {version}")
        shape, _, dtype = NPY_HEADERS[version](member)
        if dtype.hasobject:
            raise ValueError(f"{entry.filename} holds Python objects, which are not read")
        needed = member.tell() + math.prod(shape) * dtype.itemsize
        if needed != entry.file_size:
            raise ValueError(f"{entry.filename} needs {needed} bytes, got {entry.file_size}")
        member.seek(0)
        array: NDArray[Any] = np.lib.format.read_array(member, allow_pickle=False)
        member.read()  # to its end, where the checksum is compared
        return array


def _stem(name: str) -> str:
    return name.removesuffix(".npy")
