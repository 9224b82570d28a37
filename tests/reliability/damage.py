"""What can happen to the bytes and places of a file, whatever it holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from reliability.doors import Case

Write = Callable[[Path], None]


def content_case(told: str, name: str, content: bytes, ruins: bool = True) -> Case:
    """A file of this name and content, in the folder of the case or below it."""

    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return Case(told, write, ruins)


def truncated(content: bytes) -> st.SearchStrategy[bytes]:
    """All but the end, from nothing on."""
    return st.integers(0, len(content) - 1).map(lambda length: content[:length])


def flipped(content: bytes, most: int = 8) -> st.SearchStrategy[bytes]:
    """The content with up to ``most`` bytes replaced."""

    def flip(changes: list[tuple[int, int]]) -> bytes:
        changed = bytearray(content)
        for place, value in changes:
            changed[place] ^= value
        return bytes(changed)

    places = st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255))
    return st.lists(places, min_size=1, max_size=most).map(flip)


noise = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [b"", b"\0" * 4096, b"PK\3\4", b"\x1f\x8b\x08", b"<!doctype html>", b"\x89PNG"]
    ),
)


def _fifo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path)


NO_FILES: dict[str, Write] = {
    "a FIFO": _fifo,
    "a folder": lambda path: path.mkdir(parents=True),
    "a link to itself": _loop,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
}
"""What may lie in the place of a file and is none."""
