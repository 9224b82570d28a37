"""The report names a figure that is missing instead of leaving a gap."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from reporting.conftest import GAIN, GAN, plant, plant_gan, plant_study
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.config.sections import PerSchedule
from synthdigits.figures import read_json, write_json
from synthdigits.reporting.gathering import gather
from synthdigits.reporting.report import render

pytestmark = pytest.mark.usefixtures("planted")


def report_of(params: Params, curves: bool = True) -> str:
    return render(gather(list(params.gans), list(params.inpainters)), params, curves)


def with_gans(params: Params, *names: str) -> Params:
    section = params.gans["conditional"]
    return params.model_copy(update={"gans": dict.fromkeys(names, section)})


def test_every_arm_has_its_row(params: Params) -> None:
    results = gather(list(params.gans), list(params.inpainters))
    report = render(results, params, curves=True)
    for arm in results.accuracy:
        assert f"| `{arm}` | 90.00 % | 88.00 % – 92.00 % | 1000 |" in report


def test_a_row_of_generators_reads_as_in_the_readme(params: Params) -> None:
    row = "| `conditional` | 1000 + 200 | 12.5 | 512.0 | 95.00 % | 0.980 | 2.0 | 4.0 | 90.00 % |"
    assert row in report_of(params).splitlines()


def test_a_missing_figure_is_an_error(params: Params) -> None:
    file = paths.training_files("inpainters", "unet").figures
    facts = read_json(file)
    del facts["psnr"]
    write_json(file, facts)
    with pytest.raises(jinja2.UndefinedError, match="psnr"):
        report_of(params)


def test_a_gain_of_nothing_has_no_minus(params: Params) -> None:
    plant_study({"mean": -1e-17, "low": -0.00001, "high": 0.012, "subsets": 2})
    assert "| +0.00 (+0.00 … +1.20) |" in report_of(params)


def test_a_single_subset_has_no_interval(params: Params) -> None:
    plant_study({**GAIN, "subsets": 1})
    assert "| +1.23 |" in report_of(params)


def test_a_new_gan_simply_appears(params: Params) -> None:
    names = [*params.gans, "newcomer"]
    plant(names, list(params.inpainters))
    report = report_of(with_gans(params, *names))
    assert "### `newcomer`" in report
    assert "| `synthetic-newcomer` | yes |" in report


def test_a_removed_section_is_not_shown_though_its_files_are_there(params: Params) -> None:
    plant_gan("removed")
    assert paths.fidelity("removed").exists()
    assert "removed" not in report_of(params)
    fewer = report_of(with_gans(params, "conditional"))
    assert "mlp_dropout" not in fewer


def test_a_generative_model_needs_no_discriminator(params: Params) -> None:
    alone = {name: value for name, value in GAN.items() if "discriminator" not in name}
    plant_gan("conditional", {**alone, "last_losses": {"generator_loss": 0.25}})
    rows = [row for row in report_of(params).splitlines() if row.startswith("| `conditional` |")]
    assert any(row.startswith("| `conditional` | 1000 | 12.5 |") for row in rows)
    assert any(row.endswith("| generator 0.250 |") for row in rows)


def test_a_refused_set_says_why(params: Params) -> None:
    reasons = ["class 0 is missing", "class 1 has collapsed"]
    write_json(paths.export_facts("masked"), {"exported": False, "refused": reasons})
    assert "| `masked` | no: class 0 is missing, and 1 more |" in report_of(params)


def test_the_plot_of_curves_is_shown_where_there_is_one(params: Params) -> None:
    assert "validation_distance.png" in report_of(params, curves=True)
    assert "validation_distance.png" not in report_of(params, curves=False)


def test_no_line_of_the_template_is_longer_than_a_page(project: Path) -> None:
    template = project / "src/synthdigits/reporting/report.md.j2"
    assert max(map(len, template.read_text(encoding="utf-8").splitlines())) <= 120


def test_what_the_document_ran_stands_in_brackets_where_it_differs(params: Params) -> None:
    lengths = {"demo": 1, "cpu": 2, "published": 300}
    changes = {
        "iterations": PerSchedule(**lengths),
        "generator_learning_rate": 0.5,
        "discriminator_learning_rate": {"demo": 0.1, "cpu": 0.2, "published": 0.3},
    }
    section = params.gans["mlp_dropout"].model_copy(update=changes)
    gans = {**params.gans, "mlp_dropout": section}
    text = report_of(params.model_copy(update={"schedule": "cpu", "gans": gans}))
    assert "| `mlp_dropout` | 2 (300) | 64 | 0.5 | 0.2 (0.3) | 3.0 | float32 |" in text
