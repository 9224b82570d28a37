"""Files appear whole or not at all, and are told apart by their sha256."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import reason_of
from synthdigits.plumbing.processes import is_running
from synthdigits.plumbing.room import room_for

PARTIAL = re.compile(r"\.partial-(\d+)-.+", re.DOTALL)
"""Name of what a process, by its number, has not written to its end."""


@contextmanager
def replacing(path: Path, size: int = 0) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; rename it over ``path`` if the block succeeds.

    The temporary name keeps the ending, so that writers which look at it choose the same format.

    Args:
        size: bytes that it needs, for people, where that is known beforehand.

    Raises:
        NoRoomError: there is no room; what lies at ``path`` is as it was.
    """
    with room_for(path, size):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = partial_of(path)
        try:
            yield partial
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def partial_of(path: Path) -> Path:
    """Where this process writes what is to lie at ``path``.

    Such files and folders of processes that are no more, beside it, are removed.
    """
    _remove_left_overs(path.parent.absolute())
    return path.with_name(f".partial-{os.getpid()}-{path.name}")


def write_through(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before going on."""
    if path.is_dir() and sys.platform == "win32":
        return  # there a folder can't be opened
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_place(path: Path, inputs: Collection[Path] = ()) -> None:
    """Refuse a place where no file can appear: found before the work, by trying, not after it.

    Args:
        inputs: files that must stay as they are.

    Raises:
        SynthdigitsError: a folder or an input lies there, or no folder can be made around it, or it
            is not to be written, or its name is too long.
    """
    try:
        if path.is_dir():
            raise SynthdigitsError(f"{path}: is a folder; a file's name is needed")
        for given in inputs:
            if path.exists() and given.exists() and path.samefile(given):
                raise SynthdigitsError(f"{path}: is a file that was given; name another one")
        with _folders_of(path):
            partial = partial_of(path)
            partial.touch()
            partial.unlink()
    except (OSError, ValueError) as error:
        raise SynthdigitsError(f"{path}: can't be written: {reason_of(error)}") from None


@contextmanager
def _folders_of(path: Path) -> Iterator[None]:
    """In this block there are folders around ``path``; those that were made for it go again."""
    made = [folder for folder in path.parents if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for folder in made:
            with suppress(OSError):  # some could not be made
                folder.rmdir()


def check_new_folder(folder: Path) -> None:
    """Refuse a folder in which something lies: among other files nobody tells new ones from old.

    Raises:
        SynthdigitsError: it is no folder or not empty, or it can't be made.
    """
    if folder == Path():
        raise SynthdigitsError("a file's name or a new folder's is needed, not this folder")
    check_place(folder / "file")
    if folder.is_dir() and any(folder.iterdir()):
        raise SynthdigitsError(f"{folder}: is not empty; name a new folder")


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache  # looked at once: a folder may get tens of thousands of files, one after another
def _remove_left_overs(folder: Path) -> None:
    for path in folder.glob(".partial-*"):
        name = PARTIAL.fullmatch(path.name)
        if name is None or _is_at_work(int(name[1])):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_at_work(process: int) -> bool:
    """Whether it is another one that runs: a container numbers its processes anew at each start."""
    return process != os.getpid() and is_running(process)
