"""The stages of dvc.yaml, as DVC itself reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from dvc.repo import Repo

CODE = "src/synthdigits/"


@dataclass(frozen=True)
class Stage:
    """One stage; ``dependencies`` and ``outs`` are paths from the project's root."""

    name: str
    description: str
    command: str
    dependencies: list[str]
    params: list[str]
    outs: list[str]

    @property
    def family(self) -> str:
        return self.name.partition("@")[0]

    @property
    def item(self) -> str:
        return self.name.partition("@")[2]

    @property
    def script(self) -> str:
        return self.command.split()[1]

    @property
    def code(self) -> list[str]:
        """Files and folders of the package."""
        return [path for path in self.dependencies if path.startswith(CODE)]


@cache
def read_stages(project: Path) -> list[Stage]:
    """Every stage, each after those that it depends on."""
    with Repo(str(project)) as repo:
        graph = repo.index.graph
        order = TopologicalSorter({stage: graph.successors(stage) for stage in graph})
        return [_stage(stage) for stage in order.static_order() if stage.cmd]


def lies_in(path: str, places: list[str]) -> bool:
    """Whether a file is one of the places or lies in one."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _stage(stage: Any) -> Stage:
    params = [key for dep in stage.deps if hasattr(dep, "params") for key in dep.params]
    return Stage(
        stage.addressing,
        stage.desc or "",
        stage.cmd,
        [str(dep.def_path) for dep in stage.deps if not hasattr(dep, "params")],
        params,
        [str(out.def_path) for out in stage.outs],
    )
