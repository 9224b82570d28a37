"""`synthdigits export`, `verify`, `describe` and `diff` on a project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from typer.testing import CliRunner

from installation.light_core import answer
from synthdigits.cli import app
from synthdigits.commands.diff import compare
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.plumbing.errors import SynthdigitsError

AUTHOR = ["-c", "user.name=test", "-c", "user.email=test@example.org"]


def answered(*arguments: str, status: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == status, result.output
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_export_exits_with_1_where_a_set_is_refused(at_project: Path, tmp_path: Path) -> None:
    sets = ("masked", "synthetic-mlp_dropout")
    arguments = ("--out", str(tmp_path), "--format", "npz", "--format", "parquet")
    answer = answered("export", *sets, *arguments, "--allow-dirty", status=1)
    assert answer["exported"] == ["masked"]
    assert list(answer["refused"]) == ["synthetic-mlp_dropout"]
    assert answered("verify", str(tmp_path / "masked"))["faults"] == []
    described = answered("describe", str(tmp_path / "masked"))
    assert described["formats"] == ["npz", "parquet"]
    assert described["images"] == {"train": 150, "test": 50}


def test_export_needs_no_extra_even_where_dvc_has_been_at_work(
    small_project: Path, tmp_path: Path
) -> None:
    """DVC leaves its lock's file behind."""
    here = Path(shutil.copytree(small_project, tmp_path / "project"))
    (here / ".dvc/tmp").mkdir(parents=True)
    (here / ".dvc/tmp/lock").touch()
    arguments = ("masked", "--format", "parquet", "--allow-dirty")
    assert answer("export", *arguments, folder=here) == f"{Path('exported/masked')}: exported\n"
    assert "made again are what the manifest says" in answer(
        "verify", "exported/masked", folder=here
    )


def test_export_refuses_what_no_revision_names(at_project: Path, tmp_path: Path) -> None:
    answer = answered("export", "masked", "--out", str(tmp_path), "--format", "npz", status=1)
    assert answer["refused"]["masked"] == [
        "there is no Git revision to name: this is no checkout's root"
    ]


def test_verify_exits_with_1_and_names_the_file(exported: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(exported / "masked", tmp_path / "masked"))
    (folder / "preview.png").write_bytes(b"")
    result = CliRunner().invoke(app, ["verify", str(folder)])
    assert result.exit_code == 1
    assert result.stdout == "masked: preview.png: has other bytes than manifest.json says\n"


def test_a_refused_set_is_one_line_and_status_1(at_project: Path, tmp_path: Path) -> None:
    arguments = ("--out", str(tmp_path), "--format", "npz", "--allow-dirty")
    refused = answered("export", "synthetic-mlp_dropout", *arguments, status=1)["refused"]
    folder = str(tmp_path / "synthetic-mlp_dropout")
    result = CliRunner().invoke(app, ["verify", folder])
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert line.startswith("synthetic-mlp_dropout: refused.json: the set was not exported: class ")
    assert answered("describe", folder)["refused"] == refused["synthetic-mlp_dropout"]


def test_a_wrong_format_is_told_with_the_allowed_ones(at_project: Path) -> None:
    with pytest.raises(SynthdigitsError, match="no format 'gif'; allowed: idx, npz, parquet"):
        answered("export", "masked", "--format", "gif")


@pytest.fixture
def two_revisions(workspace: Path, small_project: Path) -> Path:
    """A DVC project whose set `dcgan` changed from one commit to the next, and `gan` did not."""
    older = SyntheticDigits.load(small_project / "data/synthetic/conditional/train.npz")
    newer = SyntheticDigits(
        older.images[:100] // 2, older.labels[:100], older.rows[:100], older.confidence[:100]
    )
    stage = {"cmd": "echo ${item}", "outs": ["data/synthetic/${item}"]}
    stages = {"generate": {"foreach": ["dcgan", "gan"], "do": stage}}
    subprocess.run(["git", "init", "--quiet"], check=True)
    _dvc("init", "--quiet")
    Path("dvc.yaml").write_text(yaml.safe_dump({"stages": stages}))
    Path("metrics").mkdir()
    for digits, distance in ((older, 4.5), (newer, 2.25)):
        digits.save(Path("data/synthetic/dcgan/train.npz"))
        older.save(Path("data/synthetic/gan/train.npz"))
        figures = {"dcgan": {"ruler": "a1", "frechet_distance": distance, "duplicates": 0.5}}
        Path("metrics/fidelity.json").write_text(json.dumps(figures))
        _dvc("commit", "--force", "--quiet")
        subprocess.run(["git", "add", "--all"], check=True)
        subprocess.run(["git", *AUTHOR, "commit", "--quiet", "--message", "A set"], check=True)
    return workspace


def test_diff_tells_counts_pixels_and_metrics(two_revisions: Path) -> None:
    answer = answered("diff", "HEAD~1", "HEAD")
    assert answer["same"] == ["gan"]
    (change,) = answer["changed"]
    assert change["name"] == "dcgan"
    assert change["images"] == [150, 100]
    assert change["per_class"]["3"] == [15, 10]
    assert change["changed"] == 1.0
    assert change["mean_difference"] > 10
    assert change["measures"] == {"frechet_distance": [4.5, 2.25], "duplicates": [0.5, 0.5]}
    with Image.open("diff/dcgan.png") as sheet:
        assert sheet.height > 8 * 28


def test_figures_of_two_rulers_are_not_compared(two_revisions: Path) -> None:
    file = Path("metrics/fidelity.json")
    file.write_text(file.read_text().replace("a1", "b2"))
    subprocess.run(["git", *AUTHOR, "commit", "-aqm", "Another ruler"], check=True)
    (change,) = answered("diff", "HEAD~2", "HEAD")["changed"]
    assert change["measures"] == {"duplicates": [0.5, 0.5]}
    told = CliRunner().invoke(app, ["diff", "HEAD~2", "HEAD"]).stdout.splitlines()
    assert sum("measured by different rulers" in line for line in told) == 1
    (same,) = answered("diff", "HEAD~2", "HEAD~1")["changed"]
    assert "frechet_distance" in same["measures"]


def test_a_set_that_is_nowhere_is_named(two_revisions: Path) -> None:
    """DVC's own error for a folder that neither cache nor remote holds is none of its usual."""
    shutil.rmtree(".dvc/cache")
    with pytest.raises(SynthdigitsError, match=r"HEAD~1: data/synthetic/dcgan.* can't be fetched"):
        compare("HEAD~1", "HEAD")


def _dvc(*arguments: str) -> None:
    command = [sys.executable, "-m", "dvc", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "DVC_NO_ANALYTICS": "1"})
