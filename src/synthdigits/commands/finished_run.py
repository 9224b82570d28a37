"""A finished run, as `make weights` takes it: nothing uncommitted, all of it as dvc.lock says."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from synthdigits.commands.programs import git
from synthdigits.orchestration.graph import StageGraph, read_graph
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class FinishedRun:
    """The checkout in which a run ended.

    Attributes:
        params: params.yaml as plain data: a run of another revision may have other sections.
        lock: dvc.lock's stages.
        graph: what waits for what, and what DVC finds changed.
        revision: Git's commit; ``committed`` is its day.
    """

    root: Path
    params: Mapping[str, Any]
    lock: Mapping[str, Any]
    graph: StageGraph
    revision: str
    committed: str

    @classmethod
    def read(cls, root: Path) -> FinishedRun:
        """The run in a checkout.

        Raises:
            SynthdigitsError: there is none, something in it is uncommitted, or DVC can't read it.
        """
        for name in ("params.yaml", "dvc.yaml", "dvc.lock"):
            if not (root / name).is_file():
                raise SynthdigitsError(f"{root / name}: no such file; {root} is no finished run")
        if _git(root, "rev-parse", "--show-prefix").strip():
            raise SynthdigitsError(f"{root}: not the root of a checkout")
        if changed := _git(root, "status", "--porcelain").splitlines():
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise SynthdigitsError(f"{root}: uncommitted: {changed[0][3:]}{more}")
        with contextlib.chdir(root):
            graph = read_graph()
        tree, lock = (
            yaml.safe_load((root / name).read_text(encoding="utf-8"))
            for name in ("params.yaml", "dvc.lock")
        )
        revision, committed = _git(root, "show", "-s", "--format=%H %cs").split()
        return cls(root, tree, lock["stages"], graph, revision, committed)

    def file(self, path: Path) -> Path:
        """A file of the run, which is what dvc.lock says; it may lie in a folder that does.

        Raises:
            SynthdigitsError: no stage made it, it is missing, or it differs.
        """
        stage = self.maker(path)
        if stage is None:
            raise SynthdigitsError(f"{self.root}: {path} is no stage's out in dvc.lock")
        found = self.root / path
        if not found.is_file():
            raise SynthdigitsError(f"{found}: no such file; `dvc repro {stage}` makes it")
        recorded = self._outs(stage).get(path)
        if recorded is not None and _md5(found) != recorded:
            raise SynthdigitsError(f"{found}: differs from what dvc.lock says of {stage}")
        if changed := self.changed_behind(stage):
            raise SynthdigitsError(
                f"{self.root}: {changed[0]} is not as dvc.lock says, so {path} is of another run; "
                f"`dvc status {changed[0]}` says what changed"
            )
        return found

    def figures(self, path: Path) -> dict[str, Any]:
        """JSON that a stage of the run wrote; errors as :meth:`file`'s."""
        content: dict[str, Any] = json.loads(self.file(path).read_text(encoding="utf-8"))
        return content

    def holds(self, path: Path) -> bool:
        """Whether a file is of this run: it exists, and nothing behind it has changed since."""
        stage = self.maker(path)
        return stage is not None and (self.root / path).is_file() and not self.changed_behind(stage)

    def maker(self, path: Path) -> str | None:
        """The stage whose out the file is, or lies in; none where no stage of dvc.lock made it."""
        places = {path, *path.parents}
        return next((name for name in self.lock if places & self._outs(name).keys()), None)

    def changed_behind(self, stage: str) -> list[str]:
        """Of a stage and all that it waits for, those that DVC finds changed."""
        waiting, behind = [stage], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in behind:
                behind.add(name)
                waiting += self.graph.waits_for.get(name, ())
        unknown = behind - self.graph.waits_for.keys()  # no longer in dvc.yaml
        return sorted(unknown | (behind & self.graph.changed))

    def _outs(self, stage: str) -> dict[Path, str]:
        outs: Iterable[Mapping[str, Any]] = self.lock[stage].get("outs", ())
        return {Path(out["path"]): str(out["md5"]) for out in outs}


def _md5(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "md5").hexdigest()


def _git(root: Path, *arguments: str) -> str:
    try:
        return git("-C", str(root), "--no-optional-locks", *arguments)
    except SynthdigitsError as error:
        raise SynthdigitsError(f"{root}: {error}") from None
