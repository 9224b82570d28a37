"""The stages of dvc.yaml as DVC itself sees them: what each waits for, and whether it must run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from dvc.exceptions import DvcException
from dvc.repo import Repo

from synthdigits.plumbing.errors import SynthdigitsError

ALONE = "alone"
"""Key of a stage's ``meta`` in dvc.yaml: it uses all cores, so nothing runs beside it."""


@dataclass(frozen=True)
class StageGraph:
    """Stages by name.

    Attributes:
        waits_for: the stages whose outs each of them reads.
        changed: those that have to run even if no other one did.
        alone: those that run while no other one does.
    """

    waits_for: Mapping[str, frozenset[str]]
    changed: frozenset[str]
    alone: frozenset[str] = frozenset()

    def in_order(self) -> list[str]:
        """Each stage after those that it waits for."""
        return list(TopologicalSorter(self.waits_for).static_order())


def read_graph() -> StageGraph:
    """The graph of the project in the working directory, and what of it DVC finds changed.

    Raises:
        SynthdigitsError: DVC can't read the project, or another DVC is at work in it.
    """
    try:
        with Repo() as repo:
            graph = repo.index.graph
            stages = [stage for stage in graph if stage.cmd]
            return StageGraph(
                waits_for={
                    stage.addressing: frozenset(
                        other.addressing for other in graph.successors(stage) if other.cmd
                    )
                    for stage in stages
                },
                changed=frozenset(repo.status()),
                alone=frozenset(
                    stage.addressing for stage in stages if (stage.meta or {}).get(ALONE)
                ),
            )
    except DvcException as error:
        raise SynthdigitsError(str(error)) from None


def longest_path(
    waits_for: Mapping[str, frozenset[str]], seconds: Mapping[str, float]
) -> list[str]:
    """The stages, one after another, that no number of cores makes shorter: the critical path."""
    way: dict[str, list[str]] = {}
    for name in TopologicalSorter(waits_for).static_order():
        before = [way[other] for other in waits_for[name]]
        longest = max(before, key=lambda path: total(path, seconds), default=[])
        way[name] = [*longest, name]
    return max(way.values(), key=lambda path: total(path, seconds), default=[])


def total(names: list[str], seconds: Mapping[str, float]) -> float:
    return sum(seconds.get(name, 0.0) for name in names)
