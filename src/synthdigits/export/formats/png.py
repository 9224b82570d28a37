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
SIZE = struct.Struct(">II")
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
    _check_size(content)
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        if image.mode != "L" or image.size != (SIDE, SIDE):
            raise ValueError(f"a grey {SIDE}×{SIDE} image is needed, got {image.mode} {image.size}")
        return np.asarray(image)


def _check_size(content: bytes) -> None:
    """Refuse what would unpack to millions of pixels before anything is unpacked."""
    if content[:8] != SIGNATURE or content[12:16] != b"IHDR" or len(content) < 24:
        raise ValueError("it is no PNG")
    width, height = SIZE.unpack_from(content, 16)
    if (width, height) != (SIDE, SIDE):
        raise ValueError(f"a grey {SIDE}×{SIDE} image is needed, got {width}×{height}")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


HEAD = SIGNATURE + _chunk(b"IHDR", GREY_8_BIT)
TAIL = _chunk(b"IEND", b"")
