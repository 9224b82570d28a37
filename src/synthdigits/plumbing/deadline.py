"""Calls of libraries that may wait without end, ended by the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What a call returns or raises; it goes on in its thread, unheard, where it takes longer.

    Raises:
        TimeoutError: it took longer.
    """
    outcome: list[Any] = [None, TimeoutError(f"no answer within {seconds:g} s")]

    def carry_out() -> None:
        try:
            outcome[:] = call(), None
        except BaseException as error:  # noqa: BLE001 - it is raised in the other thread
            outcome[:] = None, error

    thread = threading.Thread(target=carry_out, name="within a deadline", daemon=True)
    thread.start()
    thread.join(seconds)
    result, error = outcome
    if error is not None:
        raise error
    return cast(T, result)
