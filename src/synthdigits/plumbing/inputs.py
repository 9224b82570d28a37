"""Files of a stranger: what they are is looked at before they are opened."""

from __future__ import annotations

import stat
from pathlib import Path

from synthdigits.plumbing.errors import SynthdigitsError

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def plain(path: Path, most: int | None = None) -> Path:
    """``path`` itself, if it is a file of at most ``most`` bytes; a link to one will do.

    Whoever opens a FIFO waits for ever, and a device has no end.

    Raises:
        OSError: there is no such file, it is something else, or it is too large.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        kind = KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        raise OSError(f"a file is needed, this is {kind}")
    if most is not None and found.st_size > most:
        raise OSError(f"it has {found.st_size} bytes; at most {most} are read")
    return path


def check_file(path: Path, most: int, missing: str = "no such file") -> None:
    """Refuse what would hang, never end, or not fit into memory.

    Args:
        most: bytes that it may have.
        missing: what is said where there is nothing.

    Raises:
        SynthdigitsError: it is missing, no plain file, or larger.
    """
    try:
        plain(path, most)
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: {missing}") from None
    except (OSError, ValueError) as error:
        raise SynthdigitsError(f"{path}: can't be read: {reason_of(error)}") from None


def read_file(path: Path, most: int, missing: str = "no such file") -> bytes:
    """All bytes of a file; arguments and errors as :func:`check_file`'s."""
    check_file(path, most, missing)
    try:
        return path.read_bytes()
    except OSError as error:
        raise SynthdigitsError(f"{path}: can't be read: {reason_of(error)}") from None


def reason_of(error: Exception) -> str:
    """What an error says, without the file's name that the message has already."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
