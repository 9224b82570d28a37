"""The demo pipelines of a revision and of the work tree, side by side in folders of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import typer

from synthdigits.commands.demo import ask_for_the_demo, copy_work_tree
from synthdigits.commands.programs import commit_of, git

SHOWN = 15
"""Last lines of a failed run."""


def run_demos(revision: str, folder: Path) -> tuple[Path, Path]:
    """Project folders within ``folder`` after their demos: the revision's, the work tree's.

    They are copies without Git, so that no set's card and no croissant.json names a revision.

    Raises:
        SynthdigitsError: Git knows no such revision, or one of the two is no such project.
        typer.Exit: a demo failed.
    """
    clones = folder / "revision", folder / "work_tree"
    _copy_revision(revision, clones[0])
    copy_work_tree(clones[1])
    for clone in clones:
        ask_for_the_demo(clone)
    _run_side_by_side(clones)
    return clones


def _copy_revision(revision: str, clone: Path) -> None:
    clone.mkdir(parents=True)
    packed = clone / "revision.zip"
    git("archive", "--format=zip", f"--output={packed}", commit_of(revision))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(clone)
    packed.unlink()
    shutil.rmtree(clone / "metrics", ignore_errors=True)  # of its last run
    (clone / "dvc.lock").unlink(missing_ok=True)


def _run_side_by_side(clones: tuple[Path, ...]) -> None:
    """Run every demo to its end; where one fails, end the others and show why."""
    runs: list[subprocess.Popen[bytes]] = []
    try:
        runs += map(_start, clones)
        while None in (statuses := [run.poll() for run in runs]) and not any(statuses):
            time.sleep(0.2)
    finally:
        for run in runs:
            _stop(run)
    for clone, status in zip(clones, statuses, strict=True):
        if status:
            last = _log(clone).read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN:]
            typer.echo("\n".join([*last, f"error: the demo of the {clone.name} failed"]), err=True)
            raise typer.Exit(2)


def _start(clone: Path) -> subprocess.Popen[bytes]:
    """Start DVC, in a process group of its own, with the clone's own package and one thread."""
    surroundings = {
        "PYTHONPATH": str(clone / "src"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "OMP_NUM_THREADS": "1",  # so that sums are not split by how many cores there are
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": str(clone / ".dvc" / "site"),  # else it outlives the clone
    }
    with _log(clone).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dvc", "repro"],
            cwd=clone,
            env={**os.environ, **surroundings},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _stop(run: subprocess.Popen[bytes]) -> None:
    """End a run and, where the system has process groups, all that it started."""
    if run.poll() is None:
        getattr(os, "killpg", os.kill)(run.pid, signal.SIGTERM)
        run.wait()


def _log(clone: Path) -> Path:
    return clone.with_suffix(".log")
