"""The README's GAN and an inpainter, each one file and one section, go through DVC to the report.

A copy of the project gets them, runs its stages at two iterations each, and tells what came of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from PIL import Image

from stages.conftest import tiny_params
from synthdigits.commands.demo import LOCAL_CONFIG, copy_work_tree
from synthdigits.drawing import sheets
from synthdigits.figures import read_json

pytestmark = pytest.mark.slow

INPAINTER = '''"""``fill``: one convolution that fills the hole, the smallest of inpainters."""

import torch
from torch import nn

from synthdigits.config.sections import Rate
from synthdigits.inpainting.inpainter import Inpainter, InpainterParams
from synthdigits.learning.descent import adam, descend
from synthdigits.learning.device import placed


class Network(nn.Module):
    """Masked pixels and hole, each (N, 1, H, W), to whole digits in [-1, 1]."""

    def __init__(self):
        super().__init__()
        self.paint = nn.Conv2d(2, 1, 9, padding=4)

    def forward(self, masked, hole):
        painted = torch.tanh(self.paint(torch.cat([masked, hole], dim=1)))
        return torch.lerp(masked, painted, hole)


class Params(InpainterParams):
    learning_rate: Rate


class System(Inpainter):
    params_class = Params
    holes = "fresh"
    network_class = Network
    loss_names = ("hole_l1",)

    def __init__(self, params, batch_size, guide):
        super().__init__(params, batch_size, guide)
        self.network = placed(Network())
        self.networks = {"network": self.network}
        self.optimisers = {"optimiser": adam(self.network, params.learning_rate)}

    def step(self, draw, progress):
        batch = draw(self.batch_size)
        difference = self.network(batch.masked, batch.hole) - batch.original
        hole_l1 = (difference.abs() * batch.hole).sum() / batch.hole.sum()
        descend(hole_l1, self.optimisers["optimiser"])
        return {"hole_l1": hole_l1}
'''
INPAINTER_SECTION = """
inpainters:
  fill:
    iterations: {demo: 2, cpu: 100, published: 1000}
    batch_size: {demo: 8, cpu: 64, published: 64}
    picture_interval: {demo: 1, cpu: 10, published: 100}
    learning_rate: 0.002
    validation_fraction: 0.1
"""
GANS, INPAINTERS = ["conditional"], ["unet_l1"]
"""Those that other stages name: enough to run everything."""


def blocks(readme: str) -> tuple[str, str]:
    """The file and the section of params.yaml that the README gives."""
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.S)
    (section,) = re.findall(r"```yaml\n(.*?)```", readme, re.S)
    return code, section


def dvc(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "DVC_NO_ANALYTICS": "1"}
    finished = subprocess.run(
        [sys.executable, "-m", "dvc", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{finished.stdout[-4000:]}{finished.stderr[-4000:]}"
    return finished.stdout


@pytest.fixture(scope="module")
def clone(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one GAN and one inpainter more, after `dvc repro report`."""
    folder = tmp_path_factory.mktemp("clone")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        copy_work_tree(folder)
    (folder / ".dvc/config.local").write_text(LOCAL_CONFIG, encoding="utf-8")

    code, section = blocks((project / "README.md").read_text(encoding="utf-8"))
    package = folder / "src/synthdigits"
    (package / "gans/lsgan.py").write_text(code, encoding="utf-8")
    (package / "inpainters/fill.py").write_text(INPAINTER, encoding="utf-8")
    tree = tiny_params(project)
    tree["gans"] = {name: tree["gans"][name] for name in GANS}
    tree["inpainters"] = {name: tree["inpainters"][name] for name in INPAINTERS}
    for family, sections in (yaml.safe_load(section) | yaml.safe_load(INPAINTER_SECTION)).items():
        tree[family] |= sections
    lsgan = tree["gans"]["lsgan"]
    lsgan["iterations"]["demo"], lsgan["batch_size"]["demo"] = 3, 8
    (folder / "params.yaml").write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    dvc(folder, "repro", "report")
    return folder


def tables_with(report: str, name: str) -> int:
    """In how many tables a row begins with a name."""
    return len(re.findall(rf"^\| `{re.escape(name)}` \|", report, re.M))


def test_the_readmes_gan_stands_in_every_table(clone: Path) -> None:
    report = (clone / "metrics/report.md").read_text(encoding="utf-8")
    assert tables_with(report, "lsgan") == tables_with(report, "conditional") == 4
    assert tables_with(report, "synthetic_only.lsgan") == 1
    assert tables_with(report, "synthetic-lsgan") == 1
    assert "### `lsgan`" in report

    floor = read_json(clone / "metrics/fidelity.json")["real_floor"]
    assert read_json(clone / "metrics/fidelity.json")["lsgan"].keys() == floor.keys()
    score = read_json(clone / "metrics/accuracy.json")["synthetic_only.lsgan"]
    assert 0 <= score["low"] <= score["accuracy"] <= score["high"] <= 1
    headline = read_json(clone / "metrics/headline.json")
    assert {"accuracy.synthetic_only.lsgan", "recognisable.lsgan"} <= set(headline)
    assert read_json(clone / "metrics/training/lsgan.json")["iterations"] == 3


def test_the_readmes_gan_stands_in_the_plots(clone: Path) -> None:
    losses = pd.read_csv(clone / "metrics/losses/gans/lsgan.csv")
    assert list(losses) == ["iteration", "generator_loss", "discriminator_loss"]
    assert "lsgan.csv" in dvc(clone, "plots", "show", "--json", "metrics/losses/gans")
    for picture in ("synthetic/lsgan/by_class.png", "training/lsgan/training.gif"):
        assert (clone / "metrics/images" / picture).exists()
    with Image.open(clone / "metrics/images/sheets/generators.png") as image:
        assert image.height == (2 * (28 + sheets.GAP) + sheets.GAP) * sheets.ZOOM


def test_the_readmes_gan_is_exported_or_refused(clone: Path) -> None:
    folder = clone / "data/export/synthetic-lsgan"
    facts = read_json(clone / "metrics/export/synthetic-lsgan.json")
    if facts["exported"]:
        assert (folder / "manifest.json").exists()
    else:
        assert [path.name for path in folder.iterdir()] == ["refused.json"]
        assert facts["refused"]


def test_an_inpainter_stands_in_tables_plots_and_exports(clone: Path) -> None:
    report = (clone / "metrics/report.md").read_text(encoding="utf-8")
    assert tables_with(report, "fill") == tables_with(report, "unet_l1") == 2
    assert tables_with(report, "inpainted.fill") == 1
    assert tables_with(report, "inpainted-fill") == 1
    assert "### `fill`" in report
    assert "inpainted.fill" in read_json(clone / "metrics/accuracy.json")
    assert "accuracy.inpainted.fill" in read_json(clone / "metrics/headline.json")
    assert set(pd.read_csv(clone / "metrics/holes/fill/by_size.csv")["arm"]) == {"fill"}
    assert "fill.csv" in dvc(clone, "plots", "show", "--json", "metrics/losses/inpainters")
    assert (clone / "metrics/images/repairs/fill/sheet.png").exists()
    kept = {path.name for path in (clone / "data/export/inpainted-fill").iterdir()}
    assert "manifest.json" in kept or kept == {"refused.json"}


def test_nothing_is_left_to_do_afterwards(clone: Path) -> None:
    assert "up to date" in dvc(clone, "repro", "--dry", "report")


def test_a_dial_of_the_new_gan_runs_its_own_stages_and_the_report_alone(clone: Path) -> None:
    params = clone / "params.yaml"
    before = params.read_text(encoding="utf-8")
    tree: dict[str, Any] = yaml.safe_load(before)
    tree["gans"]["lsgan"]["beta1"] = 0.4
    params.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    try:
        plan = dvc(clone, "repro", "--dry", "report")
    finally:
        params.write_text(before, encoding="utf-8")
    assert_only(re.findall(r"Running stage '(.+?)'", plan), "lsgan")


def assert_only(stages: Sequence[str], item: str) -> None:
    assert f"train_gan@{item}" in stages
    assert [stage for stage in stages if not stage.endswith(f"@{item}")] == ["report"]
