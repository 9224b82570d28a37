"""Which stage runs next."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter

from synthdigits.orchestration.graph import StageGraph

UNKNOWN_SECONDS = 30.0
"""Of a stage that has never been timed."""


class Schedule:
    """Gives out stages, each when those that it waits for are done: the longest way ahead first.

    A stage is passed over where DVC finds it unchanged and nothing that it waits for has run.

    Args:
        seconds: what stages took before, by name; it decides the order and nothing else.
    """

    def __init__(self, graph: StageGraph, seconds: Mapping[str, float]) -> None:
        self._graph = graph
        self._ahead = _seconds_ahead(graph, seconds)
        self._sorter = TopologicalSorter(graph.waits_for)
        self._sorter.prepare()
        self._ready: set[str] = set()
        self._running: set[str] = set()
        self.ran: set[str] = set()
        self.failed: set[str] = set()
        self._collect()

    def next(self) -> str | None:
        """A stage to start now; none where all that is left waits for running ones."""
        if self._running & self._graph.alone:
            return None
        beside_others = self._ready - self._graph.alone
        candidates = beside_others or (set() if self._running else self._ready)
        if not candidates:
            return None
        name = min(candidates, key=lambda name: (-self._ahead[name], name))
        self._ready.remove(name)
        self._running.add(name)
        return name

    def finished(self, name: str) -> None:
        self._running.remove(name)
        self.ran.add(name)
        self._sorter.done(name)
        self._collect()

    def has_failed(self, name: str) -> None:
        """What waits for it will not run; what doesn't will."""
        self._running.remove(name)
        self.failed.add(name)

    @property
    def left_out(self) -> list[str]:
        """Stages that wait for a failed one, in order."""
        hindered = set(self.failed)
        waiting = []
        for name in self._graph.in_order():
            if self._graph.waits_for[name] & hindered:
                hindered.add(name)
                waiting.append(name)
        return waiting

    def _collect(self) -> None:
        while new := self._sorter.get_ready():
            for name in new:
                if name in self._graph.changed or self._graph.waits_for[name] & self.ran:
                    self._ready.add(name)
                else:
                    self._sorter.done(name)


def _seconds_ahead(graph: StageGraph, seconds: Mapping[str, float]) -> dict[str, float]:
    """For each stage its own seconds and those of the longest way from it to the end."""
    ahead = dict.fromkeys(graph.waits_for, 0.0)
    for name in reversed(graph.in_order()):
        ahead[name] += seconds.get(name, UNKNOWN_SECONDS)
        for other in graph.waits_for[name]:
            ahead[other] = max(ahead[other], ahead[name])
    return ahead
