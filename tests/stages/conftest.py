"""Every stage of dvc.yaml, run once on a handful of digits in a throw-away folder."""

from __future__ import annotations

import importlib
import runpy
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.stages import read_stages

LENGTHS = ("classifier_iterations", "gan_iterations", "inpainter_iterations")


def tiny_params(project: Path) -> dict[str, Any]:
    """The tests' parameters with two iterations of everything and a few dozen images."""
    tree: dict[str, Any] = yaml.safe_load(
        (project / "tests/params.yaml").read_text(encoding="utf-8")
    )
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


@dataclass(frozen=True)
class Finished:
    """A folder in which all stages have run.

    Attributes:
        modules: by stage, the files of the package that it ran, from the project's root.
    """

    folder: Path
    modules: Mapping[str, set[str]]


def run_stage(project: Path, command: str, folder: Path) -> set[str]:
    """Run `python stages/x.py …` in this process, in ``folder``.

    Returns:
        The files of the package that it ran, from the project's root. What only the check of all
        parameters reaches is not among them: it shapes no byte.
    """
    _, script, *arguments = command.split()
    with pytest.MonkeyPatch.context() as patch, _fresh_package() as imported:
        patch.chdir(folder)
        patch.setattr(sys, "argv", [script, *arguments])
        if script == "stages/download.py":
            zoo = importlib.import_module("synthdigits.zoo")
            patch.setattr(zoo, "check", lambda _: None)
        runpy.run_path(str(project / script), run_name="__main__")
        return {Path(file).relative_to(project).as_posix() for file in imported() if file}


@contextmanager
def _fresh_package() -> Iterator[Callable[[], list[str | None]]]:
    """Nothing of the package counts as imported at first; afterwards all is as it was."""
    before = {name: module for name, module in sys.modules.items() if _is_ours(name)}
    for name in before:
        del sys.modules[name]
    try:
        yield lambda: [module.__file__ for name, module in sys.modules.items() if _is_ours(name)]
    finally:
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "synthdigits"


def run_pipeline(project: Path, folder: Path, tree: dict[str, Any]) -> Finished:
    """Run every stage of dvc.yaml in ``folder``."""
    (folder / "params.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    stages = read_stages(project)
    modules = {stage.name: run_stage(project, stage.command, folder) for stage in stages}
    return Finished(folder, modules)


@pytest.fixture(scope="session")
def pipeline(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return run_pipeline(project, tmp_path_factory.mktemp("pipeline"), tiny_params(project))


@pytest.fixture(scope="session")
def finished(pipeline: Finished) -> Path:
    """The folder in which all stages have run; tests only look at it."""
    return pipeline.folder


@pytest.fixture
def finished_copy(finished: Path, tmp_path: Path) -> Path:
    """A copy of it, for tests that run a stage again."""
    return shutil.copytree(finished, tmp_path / "pipeline")
