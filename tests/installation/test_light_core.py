"""Sampling, inpainting, verifying, exporting and describing need no extra."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from packaging.requirements import Requirement
from PIL import Image

from conftest import PROJECT
from installation.light_core import COMMAND, answer, without_extras
from synthdigits import cli
from synthdigits.commands.extras import EXTRAS, advice

SETS = PROJECT / "tests/fixtures/made-by-b44d8c0"
GENERATOR = SETS / "synthetic-conditional/weights/conditional.safetensors"
INPAINTER = SETS / "inpainted-unet/weights/unet.safetensors"
IMPORTED_AS = {"opencv-python-headless": "cv2", "scikit-learn": "sklearn"}
BROUGHT_BY_THE_CORE = {"fsspec", "rich"}
"""By PyTorch and typer; the extra names them for what the pipeline itself imports."""


def extra(name: str) -> set[str]:
    """What an extra of pyproject.toml asks for, but other extras of ours, as it is imported."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines: list[str] = project["optional-dependencies"][name]
    names = {Requirement(line).name for line in lines} - {"synthdigits"}
    return {IMPORTED_AS.get(one, one) for one in names}


def test_every_package_of_an_extra_is_known_to_the_advice() -> None:
    assert extra("pipeline") - BROUGHT_BY_THE_CORE == set(EXTRAS["pipeline"]) - {"dvc_data"}
    assert extra("dask") == set(EXTRAS["dask"])


def test_all_models_and_what_the_commands_use_are_imported_without_extras(tmp_path: Path) -> None:
    modules = ["cli", "inpainting.any_hole", "sampling.sampling", "export.exporter"]
    modules += ["interface.loading", "reading.preparation", "comparison.labels", "ruler.ruler"]
    modules += ["export.formats.single_file", "export.checks.verify", "export.checks.regenerate"]
    for family in ("gans", "inpainters"):
        files = (PROJECT / "src/synthdigits" / family).glob("[a-z]*.py")
        modules += [f"{family}.{file.stem}" for file in files]
    script = "".join(f"import synthdigits.{module}\n" for module in modules)
    finished = without_extras(script, folder=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert without_extras("import dvc", folder=tmp_path).returncode != 0


def test_a_sheet_is_sampled_without_extras(tmp_path: Path) -> None:
    answer("sample", "--weights", GENERATOR, "--count", "3", "--out", "a.png", folder=tmp_path)
    answer("sample", "--weights", GENERATOR, "--out", "a.parquet", folder=tmp_path)
    assert (tmp_path / "a.png").stat().st_size
    assert (tmp_path / "a.parquet").stat().st_size


def test_a_picture_is_repaired_without_extras(tmp_path: Path) -> None:
    picture = np.zeros((28, 28), np.uint8)
    picture[4:24, 13:16], picture[10:16, 10:18] = 255, 128
    Image.fromarray(picture).save(tmp_path / "broken.png")
    options = ("--weights", INPAINTER, "--out", "whole.png")
    assert "48 pixels painted" in answer("inpaint", "broken.png", *options, folder=tmp_path)


@pytest.mark.parametrize("name", ["synthetic-conditional", "inpainted-unet"])
def test_a_set_is_verified_without_extras(name: str, tmp_path: Path) -> None:
    assert "8 rows made again" in answer("verify", SETS / name, folder=tmp_path)


@pytest.fixture
def two_revisions(tmp_path: Path) -> Path:
    """A Git repository of two commits that differ in one set's hash."""
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/fidelity.json").write_text("{}")
    for md5 in ("a", "b"):
        outs = [{"path": "data/synthetic/gan", "md5": md5}]
        lock = {"stages": {"generate@gan": {"outs": outs}}}
        (tmp_path / "dvc.lock").write_text(yaml.safe_dump(lock))
        subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
        commit = ["git", *identity, "commit", "--quiet", "--message", md5]
        subprocess.run(commit, cwd=tmp_path, check=True)
    return tmp_path


def test_diff_names_the_extra_in_one_line_where_it_has_to_fetch(two_revisions: Path) -> None:
    assert answer("diff", "HEAD", "HEAD", folder=two_revisions) == "gan: the same\n"
    finished = without_extras(COMMAND, "diff", "HEAD~1", "HEAD", folder=two_revisions)
    assert finished.returncode == 2
    assert finished.stderr == (
        "error: synthdigits diff needs the extra `pipeline` (dvc): "
        "pip install 'synthdigits[pipeline]'\n"
    )


def test_a_package_that_no_extra_brings_is_no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = ModuleNotFoundError(name="synthdigits.lost")
    assert advice(missing) is None

    def broken(*_arguments: Any, **_options: Any) -> None:
        raise missing

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(ModuleNotFoundError):
        cli.main()


@pytest.mark.parametrize(
    "arguments",
    [
        ("describe", SETS / "synthetic-conditional"),
        ("describe", GENERATOR),
        ("verify", SETS / "inpainted-unet", "--rows", "0"),
    ],
    ids=lambda arguments: str(arguments[0]),
)
def test_a_command_that_computes_nothing_does_not_import_pytorch(
    arguments: tuple[Any, ...], tmp_path: Path
) -> None:
    check = f"import atexit, sys\natexit.register(lambda: print('torch' in sys.modules))\n{COMMAND}"
    finished = subprocess.run(
        [sys.executable, "-c", check, *map(str, arguments)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.endswith("\nFalse\n")


def test_the_lock_pins_every_package_that_an_extra_names() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    lines += [line for extra in project["optional-dependencies"].values() for line in extra]
    names = {Requirement(line).name.lower() for line in lines} - {"synthdigits"}
    assert names <= pinned
