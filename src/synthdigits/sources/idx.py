"""The IDX format of the MNIST files: http://yann.lecun.com/exdb/mnist/."""

from __future__ import annotations

import io
import math
import struct
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

UNSIGNED_BYTE = 0x08
MOST_DIMENSIONS = 3
MOST_BYTES = 1 << 28
"""Of a set's files, unpacked."""


def decode(content: bytes) -> NDArray[np.uint8]:
    """Decode an IDX file of unsigned bytes.

    Raises:
        ValueError: the header is not IDX, holds another type, or disagrees with the length.
    """
    return read(io.BytesIO(content))


def read(file: IO[bytes], most_bytes: int = MOST_BYTES) -> NDArray[np.uint8]:
    """Decode an IDX file of unsigned bytes, of which no more is read than its header says.

    Raises:
        ValueError: the header is not IDX, holds another type, disagrees with the length, or asks
            for more than ``most_bytes``.
    """
    shape = _shape(file)
    needed = math.prod(shape)
    if needed > most_bytes:
        raise ValueError(f"IDX of shape {shape} takes {needed} bytes; allowed: {most_bytes}")
    content = file.read(needed)
    offset = 4 + 4 * len(shape)
    if len(content) != needed:
        raise ValueError(
            f"IDX of shape {shape} needs {offset + needed} bytes, got {offset + len(content)}"
        )
    if file.read(1):
        raise ValueError(f"IDX of shape {shape} needs {offset + needed} bytes, got more")
    return np.frombuffer(content, np.uint8).reshape(shape)


def _shape(file: IO[bytes]) -> tuple[int, ...]:
    start = file.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        raise ValueError(f"not IDX: begins with {start!r}")
    kind, dimensions = start[2], start[3]
    if kind != UNSIGNED_BYTE:
        raise ValueError(f"IDX type 0x{kind:02x}; only unsigned bytes (0x08) are read")
    if not 1 <= dimensions <= MOST_DIMENSIONS:
        raise ValueError(f"IDX of {dimensions} dimensions; allowed: 1 to {MOST_DIMENSIONS}")
    header = file.read(4 * dimensions)
    if len(header) != 4 * dimensions:
        raise ValueError(f"IDX header of {dimensions} dimensions is cut off")
    return struct.unpack(f">{dimensions}I", header)


def encode(array: NDArray[Any]) -> bytes:
    """Encode unsigned bytes of any shape as IDX."""
    if array.dtype != np.uint8:
        raise ValueError(f"IDX holds unsigned bytes, got {array.dtype}")
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()
