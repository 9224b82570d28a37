"""Picture files that are damaged, lie about their size, or are of other kinds than they say."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from reliability.damage import flipped, noise, truncated
from sources.own_sets import sound_arrays

GREY = sound_arrays()["x_train"][0]


def encoded(picture: Any, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, depth: int = 8, kind: int = 0, content: bytes = b"") -> bytes:
    """A PNG whose header says what it is told, its pixels being zeros or ``content``, packed."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    pixels = content or zlib.compress(bytes(999))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


BLACK = zlib.compress(bytes(((20_000 + 7) // 8 + 1) * 20_000), 9)
"""Bits of 20 000 × 20 000 pixels: 400 million in 50 KB."""
COLOURS = np.stack([GREY, GREY[::-1], 255 - GREY], axis=2)
KINDS = [
    encoded(GREY),
    encoded(COLOURS),
    encoded(GREY, "JPEG"),
    encoded(GREY, "GIF"),
    encoded(GREY, "BMP"),
    encoded(GREY, "TIFF"),
    encoded(GREY, "TIFF", compression="tiff_lzw"),
    encoded(GREY.astype(np.float32), "TIFF"),
    encoded(COLOURS, "WEBP", lossless=True),
    encoded(GREY.astype(np.uint16) * 257),
]
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 28 28\n%%EndComments\n%%EOF\n"

sizes = st.sampled_from([0, 1, 28, 7072, 65535, 2**20, 2**31 - 1, 2**32 - 1])
broken = st.one_of(
    noise.map(lambda one: ("noise", one)),
    st.sampled_from(KINDS).flatmap(truncated).map(lambda one: ("cut off", one[:-12])),
    st.builds(
        lambda width, height, depth, kind: (
            f"PNG of {width}×{height}, {depth} bits, kind {kind}",
            png(width, height, depth, kind),
        ),
        sizes,
        sizes.filter(lambda side: side != 28),
        st.sampled_from([1, 8, 16, 33]),
        st.sampled_from([0, 2, 3, 4, 6, 9]),
    ),
    st.sampled_from(
        [
            ("a bomb of 400 million pixels", png(20_000, 20_000, 1, content=BLACK)),
            ("PostScript", POSTSCRIPT),
            ("no number in floats", encoded(np.full((28, 28), np.nan, np.float32), "TIFF")),
            ("infinite floats", encoded(np.full((28, 28), np.inf, np.float32), "TIFF")),
            ("floats below 0", encoded(GREY.astype(np.float32) - 9, "TIFF")),
        ]
    ),
)
"""What it is and its bytes; none can be read."""
doubtful = st.sampled_from(KINDS).flatmap(flipped).map(lambda one: ("flipped bytes", one))
"""May be read or not, as it comes."""
