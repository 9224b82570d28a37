"""The stages of dvc.yaml as DVC itself sees them: what each waits for, and whether it must run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

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

    def needed_for(self, targets: Iterable[str]) -> StageGraph:
        """The targets, and all that they wait for; see :func:`needed_for`."""
        waits_for = needed_for(targets, self.waits_for)
        return StageGraph(waits_for, self.changed & set(waits_for), self.alone & set(waits_for))


def read_graph() -> StageGraph:
    """The graph of the project in the working directory, and what of it DVC finds changed.

    Raises:
        SynthdigitsError: DVC can't read the project, or another DVC is at work in it.
    """
    try:
        with Repo() as repo:
            stages = [stage for stage in repo.index.graph if stage.cmd]
            alone = {stage.addressing for stage in stages if (stage.meta or {}).get(ALONE)}
            return StageGraph(_waits_for(repo), frozenset(repo.status()), frozenset(alone))
    except DvcException as error:
        raise SynthdigitsError(str(error)) from None


def read_waits_for(project: Path) -> dict[str, frozenset[str]]:
    """By stage, those whose outs it reads; what has changed is not looked at.

    Raises:
        SynthdigitsError: DVC can't read the project.
    """
    try:
        with Repo(str(project)) as repo:
            return _waits_for(repo)
    except DvcException as error:
        raise SynthdigitsError(str(error)) from None


def _waits_for(repo: Repo) -> dict[str, frozenset[str]]:
    graph = repo.index.graph
    return {
        stage.addressing: frozenset(
            other.addressing for other in graph.successors(stage) if other.cmd
        )
        for stage in graph
        if stage.cmd
    }


def needed_for(
    targets: Iterable[str], waits_for: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Of all stages the targets, and those that they wait for, also through others.

    Args:
        targets: stages, or families: `generate` stands for every `generate@…`.

    Raises:
        SynthdigitsError: a target is no stage.
    """
    waiting = [stage for target in targets for stage in _named(target, waits_for)]
    needed: dict[str, frozenset[str]] = {}
    while waiting:
        stage = waiting.pop()
        if stage not in needed:
            needed[stage] = waits_for[stage]
            waiting += waits_for[stage]
    return needed


def _named(target: str, stages: Iterable[str]) -> list[str]:
    found = [stage for stage in stages if target in (stage, stage.partition("@")[0])]
    if not found:
        raise SynthdigitsError(f"no stage {target!r}: `dvc stage list` names them")
    return found


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
