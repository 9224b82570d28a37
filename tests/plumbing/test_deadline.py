"""A call that takes too long is left."""

from __future__ import annotations

import threading

import pytest

from synthdigits.plumbing.deadline import within


def test_what_a_call_gives_in_time_is_given() -> None:
    assert within(60, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 / 0)


def test_a_call_without_end_is_left() -> None:
    ended = threading.Event()
    with pytest.raises(TimeoutError, match=r"no answer within 0\.1 s"):
        within(0.1, ended.wait)
    ended.set()
