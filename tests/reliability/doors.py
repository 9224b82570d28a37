"""A door is where a stranger's input comes in; a case knocks there, and the door answers.

What every answer has to be: one line of the project's own that refuses, or a yes where the input
may be accepted. A traceback, a yes to what ruins, a hang and a gorge of memory are failures.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

from hypothesis.strategies import SearchStrategy

from synthdigits.plumbing.errors import SynthdigitsError

SECONDS = 10
"""After which an answer counts as a hang."""
GIGABYTES = 1
"""Of memory that an answer may take beyond what the process had before."""
LONGEST = 600
"""Characters in which a refusal has to say it."""

Answer = Literal["refused", "accepted"]


@dataclass(frozen=True)
class Case:
    """One input.

    Attributes:
        told: what is wrong with it, for people; Hypothesis prints it where the door fails.
        write: lays it down in an empty folder.
        ruins: whether a yes to it would be wrong.
    """

    told: str
    write: Callable[[Path], None]
    ruins: bool = True

    def __repr__(self) -> str:
        return f"{self.told}{'' if self.ruins else ' (may pass)'}"


@dataclass(frozen=True)
class Door:
    """One way in.

    Attributes:
        name: in docs/reliability.md.
        cases: inputs as Hypothesis makes them up.
        enter: what a user would start, given the folder in which the case lies.
        parser: dotted name of the function behind the door, which a test breaks on purpose.
        examples: how many cases are tried.
    """

    name: str
    cases: SearchStrategy[Case]
    enter: Callable[[Path], object]
    parser: str
    examples: int = 100


class WrongAnswerError(AssertionError):
    """The door failed; the message says how."""


def knock(door: Door, case: Case, folder: Path) -> Answer:
    """Lay a case down in an empty folder and enter.

    Raises:
        WrongAnswerError: by traceback, wrong accept, hang or memory.
    """
    case.write(folder)
    before, started = _peak(), time.monotonic()
    try:
        with _alarm():
            door.enter(folder)
        answer: Answer = "accepted"
    except SynthdigitsError as refusal:
        _check_words(door, case, str(refusal))
        answer = "refused"
    except _HangError:
        raise WrongAnswerError(f"{door.name}: hang: {case}") from None
    except Exception as error:
        raise WrongAnswerError(f"{door.name}: traceback: {case}: {error!r}") from error
    if time.monotonic() - started > SECONDS:
        raise WrongAnswerError(f"{door.name}: hang: {case}")
    if _peak() - before > GIGABYTES * 2**30:
        raise WrongAnswerError(f"{door.name}: memory: {case}")
    if answer == "accepted" and case.ruins:
        raise WrongAnswerError(f"{door.name}: wrong accept: {case}")
    return answer


def _check_words(door: Door, case: Case, words: str) -> None:
    if not words.strip() or len(words.splitlines()) != 1 or not words.isprintable():
        raise WrongAnswerError(f"{door.name}: no single printable line: {case}: {words!r}")
    if len(words) > LONGEST:
        raise WrongAnswerError(f"{door.name}: {len(words)} characters: {case}: {words!r}")


class _HangError(BaseException):
    """Not an Exception, so that no handler of the code under test swallows it."""


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _HangError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _peak() -> int:
    """Most memory in bytes that the process has had so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
