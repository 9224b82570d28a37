"""A full disk, told in one line: which path, and how much room it needs."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthdigits.plumbing.errors import SynthdigitsError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk is full, one's share of it is, or files may not be that large."""
OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)")
"""How libraries in Rust, safetensors among them, name the number of a system's error."""


class NoRoomError(SynthdigitsError):
    """Something could not be written, for there is no room for it.

    Args:
        path: what was to be written.
        reason: the system's own words.
        size: bytes that it needs, 0 where nobody knows.
    """

    def __init__(self, path: Path | str, reason: str, size: int = 0) -> None:
        needs = f", it needs {in_words(size)}" if size else ""
        super().__init__(f"{path}: no room{needs}: {reason}; make room and run the same again")
        self.reason = reason


@contextmanager
def room_for(path: Path, size: int = 0) -> Iterator[None]:
    """In this block ``path`` is written, under whatever name.

    Args:
        size: bytes that it needs, where that is known beforehand.

    Raises:
        NoRoomError: there is no room.
    """
    try:
        yield
    except Exception as error:
        reason = no_room(error)
        if reason is None:
            raise
        raise NoRoomError(path, reason, size) from None


def no_room(error: Exception) -> str | None:
    """The system's words where an error says that there is no room; else nothing."""
    if isinstance(error, NoRoomError):
        return error.reason
    if isinstance(error, OSError):
        number = error.errno
    else:
        told = OF_THE_SYSTEM.search(str(error))
        number = int(told[1]) if told else None
    return os.strerror(number) if number in NO_ROOM else None


def in_words(size: int) -> str:
    """A number of bytes for people: ``47.0 MB``."""
    for unit, bytes_in_it in (("GB", 1e9), ("MB", 1e6)):
        if size >= bytes_in_it:
            return f"{size / bytes_in_it:.1f} {unit}"
    return f"{size / 1e3:.1f} kB"
