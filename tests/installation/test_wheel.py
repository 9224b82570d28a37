"""The wheel, installed without extras in an environment of its own, at work in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any
from venv import EnvBuilder

import numpy as np
import pytest
from PIL import Image

from conftest import PROJECT
from installation.distributions import link, needed, size
from synthdigits.commands.extras import EXTRAS

pytestmark = pytest.mark.slow

MEGABYTE = 10**6
LARGEST_WHEEL, LARGEST_CORE = 5 * MEGABYTE, 400 * MEGABYTE
SECONDS_BEYOND_TORCH = 3.0
NOWHERE = "http://127.0.0.1:9"
SETS = PROJECT / "tests/fixtures/made-by-b44d8c0"
GENERATOR = SETS / "synthetic-conditional/weights/conditional.safetensors"
CLASSIFIER = SETS / "synthetic-conditional/weights/cnn.safetensors"
INPAINTER = SETS / "inpainted-unet/weights/unet.safetensors"


@dataclass(frozen=True)
class Environment:
    """A virtual environment, used from ``folder`` without network."""

    root: Path
    folder: Path

    @property
    def python(self) -> Path:
        return self.root / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def run(self, *command: str | Path) -> str:
        surroundings = {key: text for key, text in os.environ.items() if key[:6] != "PYTHON"}
        finished = subprocess.run(
            [str(self.python), *map(str, command)],
            cwd=self.folder,
            env={**surroundings, "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE},
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def synthdigits(self, *arguments: str | Path) -> dict[str, Any]:
        """The command's answer."""
        call = "from synthdigits.cli import main; main()"
        answer: dict[str, Any] = json.loads(self.run("-c", call, *arguments, "--json"))
        return answer

    def seconds(self, module: str, after: str) -> float:
        """To import a module after another one, of the processor: others may be at work beside."""
        clock = f"import time, {after}; start = time.process_time()"
        return float(
            self.run("-c", f"{clock}; import {module}; print(time.process_time() - start)")
        )


def pip(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments)], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    pip("wheel", *offline, "--wheel-dir", folder, PROJECT)
    (built,) = folder.glob("*.whl")
    return built


def requirements(wheel: Path) -> list[str]:
    (metadata,) = (path for path in zipfile.Path(wheel).iterdir() if path.name.endswith("-info"))
    return PathDistribution(metadata).requires or []


@pytest.fixture(scope="module")
def light(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel and what it asks for; pip itself says whether anything is missing."""
    root = tmp_path_factory.mktemp("light")
    EnvBuilder().create(root)
    environment = Environment(root, tmp_path_factory.mktemp("empty"))
    site_packages = environment.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    link(needed(requirements(wheel)), Path(site_packages.strip()))
    there = ("--python", environment.python)
    pip(*there, "install", "--quiet", "--no-index", "--no-deps", wheel)
    pip(*there, "check")
    return environment


def test_the_wheel_is_small_and_has_all_that_the_package_reads(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST_WHEEL
    packed = {Path(name) for name in zipfile.ZipFile(wheel).namelist()}
    source = PROJECT / "src"
    tracked = subprocess.run(
        ["git", "ls-files", "src"], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    files = {(PROJECT / name).relative_to(source) for name in tracked.stdout.splitlines()}
    assert files <= packed


def test_the_core_without_pytorch_is_small(wheel: Path) -> None:
    packages = needed(requirements(wheel), without=["torch"])
    assert {"numpy", "pyarrow"} <= set(packages)
    assert size(packages) <= LARGEST_CORE


@pytest.mark.parametrize("package", [name for names in EXTRAS.values() for name in names])
def test_no_extra_is_there(package: str, light: Environment) -> None:
    check = f"import importlib.util; print(importlib.util.find_spec({package!r}))"
    assert light.run("-c", check) == "None\n"


def test_the_package_is_the_installed_one(light: Environment) -> None:
    place = light.run("-c", "import synthdigits; print(synthdigits.__file__)")
    assert Path(place).is_relative_to(light.root)


def test_it_samples(light: Environment) -> None:
    arguments = ("--weights", GENERATOR, "--digit", "7", "--count", "12", "--out", "sevens.png")
    assert light.synthdigits("sample", *arguments)["images"] == 12
    with Image.open(light.folder / "sevens.png") as sheet:
        assert np.ptp(np.asarray(sheet)) > 100


def test_it_inpaints(light: Environment) -> None:
    paper = np.zeros((28, 28), np.uint8)
    for name, box in (("mask", np.s_[8:16, 8:16]), ("broken", np.s_[4:24, 13:16])):
        picture = paper.copy()
        picture[box] = 255
        Image.fromarray(picture).save(light.folder / f"{name}.png")
    arguments = ("--mask", "mask.png", "--weights", INPAINTER, "--out", "whole.png")
    assert light.synthdigits("inpaint", "broken.png", *arguments)["out"] == ["whole.png"]
    with Image.open(light.folder / "whole.png") as whole:
        assert whole.size == (28, 28)


@pytest.mark.parametrize("folder", [SETS / "synthetic-conditional", SETS / "inpainted-unet"])
def test_it_verifies_and_describes(folder: Path, light: Environment) -> None:
    verdict = light.synthdigits("verify", folder)
    assert verdict["faults"] == []
    assert verdict["made_again"] == 8
    assert light.synthdigits("describe", folder)["set"] == folder.name


def test_it_reads(light: Environment) -> None:
    drawn = PROJECT / "tests/fixtures/drawn/7-blue-on-orange-paper.png"
    (answer,) = light.synthdigits("read", drawn, "--weights", CLASSIFIER)["images"]
    assert 0 <= answer["label"] <= 9


def test_it_measures(light: Environment) -> None:
    arguments = ("--weights", GENERATOR, "--count", "200", "--out", "digits.npz")
    assert light.synthdigits("sample", *arguments)["images"] == 200
    assert light.synthdigits("measure", "digits.npz")["frechet_over_floor"] > 1


@pytest.mark.parametrize(
    "module",
    ["synthdigits.cli", "synthdigits.sampling.sampling", "synthdigits.inpainting.any_hole"],
)
def test_it_is_imported_in_three_seconds_beyond_pytorch(module: str, light: Environment) -> None:
    assert light.seconds(module, after="torch") < SECONDS_BEYOND_TORCH
