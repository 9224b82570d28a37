"""Seconds of something done again and again."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

WARM_UP, AT_LEAST = 2, 3


def median_seconds(work: Callable[[], object], spend: float = 1.0) -> float:
    """The median of :data:`AT_LEAST` times or of as many as fit into ``spend`` seconds."""
    for _ in range(WARM_UP):
        work()
    seconds: list[float] = []
    while len(seconds) < AT_LEAST or sum(seconds) < spend:
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)
