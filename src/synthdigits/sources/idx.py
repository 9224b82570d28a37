"""The IDX format of the MNIST files: http://yann.lecun.com/exdb/mnist/."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNSIGNED_BYTE = 0x08


def decode(content: bytes) -> NDArray[np.uint8]:
    """Decode an IDX file of unsigned bytes.

    Raises:
        ValueError: the header is not IDX, holds another type, or disagrees with the length.
    """
    if len(content) < 4 or content[:2] != b"\0\0":
        raise ValueError(f"not IDX: begins with {content[:4]!r}")
    kind, dimensions = content[2], content[3]
    if kind != UNSIGNED_BYTE:
        raise ValueError(f"IDX type 0x{kind:02x}; only unsigned bytes (0x08) are read")
    offset = 4 + 4 * dimensions
    if len(content) < offset:
        raise ValueError(f"IDX header of {dimensions} dimensions is cut off")
    shape = struct.unpack(f">{dimensions}I", content[4:offset])
    if len(content) != offset + math.prod(shape):
        raise ValueError(
            f"IDX of shape {shape} needs {offset + math.prod(shape)} bytes, got {len(content)}"
        )
    return np.frombuffer(content, np.uint8, offset=offset).reshape(shape)


def encode(array: NDArray[Any]) -> bytes:
    """Encode unsigned bytes of any shape as IDX."""
    if array.dtype != np.uint8:
        raise ValueError(f"IDX holds unsigned bytes, got {array.dtype}")
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()
