"""The report names a figure that is missing instead of leaving a gap."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jinja2
import pytest

from synthdigits.config.params import Params
from synthdigits.reporting.report import render


def test_every_arm_of_the_figures_has_its_row(project: Path, params: Params) -> None:
    accuracy = json.loads((project / "metrics/accuracy.json").read_text(encoding="utf-8"))
    report = render(project / "metrics", params)
    for arm, score in accuracy.items():
        assert f"| `{arm}` | {100 * score['accuracy']:.2f} % |" in report


def test_a_missing_figure_is_an_error(project: Path, params: Params, tmp_path: Path) -> None:
    metrics = tmp_path / "metrics"
    shutil.copytree(project / "metrics", metrics)
    facts = json.loads((metrics / "inpainters/unet.json").read_text())
    del facts["psnr"]
    (metrics / "inpainters/unet.json").write_text(json.dumps(facts))
    with pytest.raises(jinja2.UndefinedError, match="psnr"):
        render(metrics, params)


def test_a_gain_of_nothing_has_no_minus(project: Path, params: Params, tmp_path: Path) -> None:
    metrics = tmp_path / "metrics"
    shutil.copytree(project / "metrics", metrics)
    figures = json.loads((metrics / "augmentation.json").read_text())
    nothing = {"mean": -1e-17, "low": -0.00001, "high": 0.012, "subsets": 2}
    figures["100"]["gains"]["real_gan_over_real"] = nothing
    (metrics / "augmentation.json").write_text(json.dumps(figures))
    assert "+0.00 (+0.00 … +1.20)" in render(metrics, params)
