"""Grey PNG files. Written here, not by an imaging library, whose bytes change with its version."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.digits.digits import SIDE

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY_8_BIT = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)


def encode(images: NDArray[np.uint8]) -> list[bytes]:
    """One PNG file for each of the images uint8 (N, H, W)."""
    lines = np.pad(images, ((0, 0), (0, 0), (1, 0)))  # each line begins with its filter, 0
    return [HEAD + _chunk(b"IDAT", zlib.compress(image.tobytes())) + TAIL for image in lines]


def decode(content: bytes) -> NDArray[np.uint8]:
    """The image uint8 (H, W).

    Raises:
        ValueError: it is no grey image of that size; OSError where it is no image at all.
    """
    with Image.open(io.BytesIO(content)) as image:
        if image.mode != "L" or image.size != (SIDE, SIDE):
            raise ValueError(f"a grey {SIDE}×{SIDE} image is needed, got {image.mode} {image.size}")
        return np.asarray(image)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


HEAD = SIGNATURE + _chunk(b"IHDR", GREY_8_BIT)
TAIL = _chunk(b"IEND", b"")
