"""A stage that meets a full disk says so in one line, leaves its outs, and succeeds with room."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from plumbing.limits import no_file_above
from stages.conftest import run_stage

LIMIT = 40_000
"""Bytes: less than any of these outs has."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.fault(
    "the disk is full in download, training, generate and export",
    "a limit on the size of files, on the stage's own process",
    "one line with path and room needed, status 1; old outs untouched; with room it succeeds",
)
@pytest.mark.parametrize(
    ("command", "out"),
    [
        ("download.py", "data/raw/train.npz"),
        ("train_classifier.py cnn", "data/models/classifiers/cnn.safetensors"),
        ("generate.py conditional", "data/synthetic/conditional/train.npz"),
        ("export.py masked", "data/export/masked"),
    ],
)
def test_a_full_disk_costs_no_out(
    command: str, out: str, finished: Path, project: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(finished, tmp_path / "pipeline")
    before = contents(folder)
    with no_file_above(LIMIT), pytest.raises(SystemExit) as end:
        run_stage(project, f"python stages/{command}", folder)
    told = str(end.value.code)
    assert told.startswith(f"error: {out}: no room, it needs ")
    assert len(told.splitlines()) == 1
    assert contents(folder) == before
    run_stage(project, f"python stages/{command}", folder)
    made = contents(folder)
    assert {name: made[name] for name in before if name.startswith("data/")} == {
        name: content for name, content in before.items() if name.startswith("data/")
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ckpt" not in path.parts
    }
