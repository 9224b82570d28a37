"""Every stage of dvc.yaml, run once on a handful of digits in a throw-away folder."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.stages import read_stages

LENGTHS = ("classifier_iterations", "gan_iterations", "inpainter_iterations")


def tiny_params(project: Path) -> dict[str, Any]:
    """The project's parameters with two iterations of everything and a few dozen images."""
    tree: dict[str, Any] = yaml.safe_load((project / "params.yaml").read_text(encoding="utf-8"))
    tree["schedule"] = "demo"
    tree["data"]["source"] = "digits"
    tree["synthetic"]["train_images"]["demo"] = 130
    tree["synthetic"]["larger"]["conditional"]["demo"] = 140
    tree["synthetic"]["test_images"]["demo"] = 20
    tree["synthetic"]["classifier_iterations"]["demo"] = 2
    tree["augmentation"]["iterations"]["demo"] = 1
    tree["augmentation"]["synthetic_shares"] = [0.25, 0.5]
    tree["study"]["warps"] = tree["study"]["warps"][1:2]
    tree["study"]["shares"] = [0.5]
    tree["study"]["demo"] = [{"budget": 100, "subsets": 2, **dict.fromkeys(LENGTHS, 2)}]
    tree["study"]["demo"][0]["synthetic_images"] = 130
    for family in ("classifiers", "gans", "inpainters"):
        for section in tree[family].values():
            section["iterations"]["demo"] = 2
            section["batch_size"]["demo"] = 8
            if "picture_interval" in section:
                section["picture_interval"]["demo"] = 1
    return tree


def run_stage(project: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `python stages/x.py …` in this process, with the script's own name and arguments."""
    _, script, *arguments = command.split()
    monkeypatch.setattr(sys, "argv", [script, *arguments])
    runpy.run_path(str(project / script), run_name="__main__")


def run_pipeline(
    project: Path, folder: Path, tree: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run every stage of dvc.yaml in ``folder``, which becomes the working directory."""
    (folder / "params.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    monkeypatch.chdir(folder)
    for stage in read_stages(project):
        run_stage(project, stage.command, monkeypatch)


@pytest.fixture(scope="session")
def finished(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which all stages have run; it is the working directory meanwhile."""
    folder = tmp_path_factory.mktemp("pipeline")
    with pytest.MonkeyPatch.context() as monkeypatch:
        run_pipeline(project, folder, tiny_params(project), monkeypatch)
        yield folder
