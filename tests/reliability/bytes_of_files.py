"""Files that are damaged or no files at all, and images that are bombs."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from reliability.doors import Case
from reliability.exported_sets import SET, Files, write
from synthdigits.export.formats.png import SIGNATURE

Damage = tuple[str, Callable[[bytes], bytes]]


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def picture(width: int, height: int, pixels: bytes, depth: int = 8, colours: int = 0) -> bytes:
    """A PNG whose pixels unpack to ``pixels``, whatever its size says."""
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(*part) for part in parts)


pictures = st.one_of(
    st.just(picture(50_000, 50_000, bytes(2**20))),
    st.just(picture(28, 28, b"")),
    st.just(picture(28, 28, bytes(29 * 28), depth=16)),
    st.just(picture(28, 28, bytes(2**12), colours=2)),
    st.builds(
        lambda width, height: picture(width, height, bytes((width + 1) * height)),
        st.integers(0, 27),
        st.integers(0, 60),
    ),
    st.binary(max_size=60),
    st.just(SIGNATURE),
)
"""Contents that are no grey digit of 28×28."""

truncations: st.SearchStrategy[Damage] = st.floats(0, 0.99).map(
    lambda share: (f"cut at {share:.2f}", lambda content: content[: int(len(content) * share)])
)
flips: st.SearchStrategy[Damage] = st.builds(
    lambda share, bit: (
        f"bit {bit} flipped at {share:.3f}",
        lambda content: _flip(content, share, bit),
    ),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 7),
)
replacements: st.SearchStrategy[Damage] = st.binary(max_size=80).map(
    lambda other: (f"replaced by {other[:20]!r}", lambda _: other)
)
damages = st.one_of(truncations, flips, replacements)


def _flip(content: bytes, share: float, bit: int) -> bytes:
    changed = bytearray(content)
    changed[int(len(content) * share)] ^= 1 << bit
    return bytes(changed)


def _fifo(place: Path) -> None:
    os.mkfifo(place)


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _huge(place: Path) -> None:
    place.touch()
    os.truncate(place, 2**40)


NO_FILES: dict[str, Callable[[Path], None]] = {
    "a FIFO": _fifo,
    "a link to itself": _loop,
    "an endless device": _device,
    "a folder": Path.mkdir,
    "a file of 2^40 bytes": _huge,
    "nothing": lambda _: None,
}


def no_file(path: str, kind: str, files: Files) -> Case:
    """A case whose file at ``path`` is no file that can be read."""

    def lay(folder: Path) -> None:
        write(folder, files)
        place = folder / SET / path
        place.unlink()
        NO_FILES[kind](place)

    return Case(f"{path} is {kind}", lay)
