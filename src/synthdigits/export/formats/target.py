"""Where a set lies, and what the readers of its formats return."""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyarrow import ArrowException

from synthdigits.digits.digits import Digits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.wording import brief

BROKEN = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, IndexError, AttributeError),
    *(RuntimeError, OverflowError, MemoryError, SyntaxError),
    *(struct.error, zlib.error, zipfile.BadZipFile, tarfile.TarError, ArrowException),
)
"""What the libraries raise at files that are not what they should be."""


LARGEST_ARRAY = 2**28
"""Bytes of the images that a format keeps in one piece: 342 392 images."""


@dataclass(frozen=True)
class Target:
    """A set's folder, its name, and what its labels 0, 1, 2 … stand for."""

    folder: Path
    name: str
    classes: list[str]

    def plain(self, file: Path) -> Path:
        """The path of a file of the set that can be read to its end.

        Raises:
            OSError: there is none, or it is a FIFO or the like.
        """
        return plain(self.folder / file)

    def files(self, pattern: str) -> list[Path]:
        """The set's files of a pattern, in order, as they lie in its folder.

        Raises:
            BrokenFileError: there are none.
        """
        files = sorted(path.relative_to(self.folder) for path in self.folder.glob(pattern))
        if not files:
            raise BrokenFileError(Path(pattern), "is missing")
        return files


@dataclass(frozen=True)
class Decoded:
    """Consecutive rows read back from ``file``; their labels may lie in a file of their own."""

    digits: Digits
    file: Path
    labels_file: Path


class BrokenFileError(SynthdigitsError):
    """A file of a set, named as it lies in the set's folder, and what is wrong with it."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file.as_posix()}: {problem}")
        self.file, self.problem = file.as_posix(), problem


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Turn a library's error about ``file`` into a :class:`BrokenFileError`."""
    try:
        yield
    except FileNotFoundError:
        raise BrokenFileError(file, "is missing") from None
    except BrokenFileError:
        raise
    except (SynthdigitsError, *BROKEN) as error:
        raise BrokenFileError(file, f"can't be read: {brief(error, 200)}") from None
