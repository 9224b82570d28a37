"""Ctrl-C and SIGTERM end a run in one line: what is saved, and how to go on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from synthdigits.plumbing.progress import say

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_saved = ""


def note_saved(what: str) -> None:
    """Remember what an interrupted run would find again; empty where that is nothing."""
    global _saved
    _saved = what


@contextmanager
def interruptible() -> Iterator[None]:
    """Where a signal ends this block, one line says so, and the exit status is 128 + the signal's.

    Whatever the block makes of the KeyboardInterrupt that it gets, as libraries do.
    """
    came: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        if not came:  # others of the same Ctrl-C would only break the tidying up
            came.append(number)
            raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in SIGNALS}
    _answer_by(interrupt)
    try:
        yield
    except BaseException:
        if not came:
            raise
        say(_line())
        sys.exit(128 + came[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_before_work() -> None:
    """From now on a signal ends this process in one line, at once: nothing is being written yet."""

    def end(number: int, _frame: FrameType | None) -> None:
        say(_line())
        os._exit(128 + number)

    _answer_by(end)


def _answer_by(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # a shell keeps some from its jobs
            signal.signal(number, handler)


def _line() -> str:
    if _saved:
        return f"interrupted; saved: {_saved}; the same command goes on from there"
    return "interrupted; what was there before is as it was; the same command begins again"
