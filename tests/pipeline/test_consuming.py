"""Another project takes an exported set with `dvc get` from a clone with a folder as its remote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from torchvision.datasets import MNIST

from synthdigits.data.digits import Digits
from synthdigits.export.idx_folder import write_idx_folder

IDENTITY = {
    f"GIT_{who}_{what}": "test@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def run(folder: Path, *command: str) -> None:
    environment = {**os.environ, **IDENTITY, "DVC_NO_ANALYTICS": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def dvc(folder: Path, *arguments: str) -> None:
    run(folder, sys.executable, "-m", "dvc", *arguments)


@pytest.fixture
def clone(digits: Digits, project: Path, tmp_path: Path) -> Path:
    """A clone of a project whose one stage has made an export and pushed it to a folder."""
    origin, remote = tmp_path / "origin", tmp_path / "remote"
    origin.mkdir()
    run(origin, "git", "init", "--quiet")
    dvc(origin, "init", "--quiet")
    (origin / ".dvc" / "config").write_bytes((project / ".dvc" / "config").read_bytes())
    (origin / ".gitignore").write_bytes((project / ".gitignore").read_bytes())
    dvc(origin, "remote", "add", "--default", "folder", str(remote))
    write_idx_folder(origin / "data/export/set", digits, digits[:20])
    stage = {"cmd": "echo exported", "outs": ["data/export"]}
    (origin / "dvc.yaml").write_text(yaml.safe_dump({"stages": {"export": stage}}))
    dvc(origin, "commit", "--force", "--quiet")
    dvc(origin, "push", "--quiet")
    run(origin, "git", "add", "--all")
    run(origin, "git", "commit", "--quiet", "--message", "An export")
    run(tmp_path, "git", "clone", "--quiet", str(origin), "clone")
    return tmp_path / "clone"


def test_dvc_get_of_an_exported_set_is_read_by_torchvision(
    clone: Path, digits: Digits, tmp_path: Path
) -> None:
    consumer = tmp_path / "consumer"
    consumer.mkdir()
    dvc(consumer, "get", "--quiet", str(clone), "data/export/set", "--out", "digits")
    dataset = MNIST(str(consumer / "digits"), train=True, download=False)
    np.testing.assert_array_equal(dataset.data.numpy(), digits.images)
    names = sorted(path.name for path in (consumer / "digits").rglob("*") if path.is_file())
    assert names == [
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
    ]
