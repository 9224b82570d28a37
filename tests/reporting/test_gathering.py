"""What the report gathers: the names in params.yaml decide, whatever lies in the folders."""

from __future__ import annotations

import pytest

from reporting.conftest import plant, plant_gan, plant_holes
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.figures import write_json, write_table
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reporting.gathering import gather, hole_table, validation_curves

pytestmark = pytest.mark.usefixtures("workspace")


def test_arms_stand_in_the_order_of_the_table() -> None:
    plant(["two", "one"], ["fixer"])
    assert list(gather(["two", "one"], ["fixer"]).accuracy) == [
        "real",
        "real.cnn_2",
        "real.cnn_3",
        "seed_cnn",
        "masked",
        "masked_trained",
        "inpainted.mean_fill",
        "inpainted.navier_stokes",
        "inpainted.fixer",
        "synthetic_only.two",
        "synthetic_only.one",
        "gan_augmented",
    ]


def test_the_tables_keep_the_keys_that_others_read() -> None:
    plant(["two", "one"], ["fixer"])
    results = gather(["two", "one"], ["fixer"])
    assert list(results.fidelity) == ["real_floor", "two", "one"]
    for score in results.accuracy.values():
        assert list(score) == ["accuracy", "low", "high", "images"]


def test_files_of_a_removed_section_are_not_gathered() -> None:
    plant(["kept", "removed"], ["fixer", "gone"])
    results = gather(["kept"], ["fixer"])
    for figures in (
        results.accuracy,
        results.fidelity,
        results.gans,
        results.inpainters,
        results.sets,
    ):
        assert not [name for name in figures if "removed" in name or "gone" in name]
    assert "gone" not in set(hole_table("by_size", ["fixer"])["arm"])


def test_a_new_section_needs_its_figures() -> None:
    plant(["kept"], ["fixer"])
    with pytest.raises(SynthdigitsError, match=r"synthetic_only\.new\.json: no such file"):
        gather(["kept", "new"], ["fixer"])
    plant_gan("new")
    for name in ("accuracy/synthetic_only.new/synthetic_only.new", "export/synthetic-new"):
        score = {"accuracy": 1.0, "low": 1.0, "high": 1.0, "images": 1, "exported": True}
        write_json(paths.METRICS / f"{name}.json", score)
    assert list(gather(["kept", "new"], ["fixer"]).gans) == ["kept", "new"]


def test_baselines_and_inpainters_share_a_table_of_holes() -> None:
    plant_holes("baselines", ["masked", "mean_fill"])
    plant_holes("fixer", ["fixer"])
    assert hole_table("by_ink", ["fixer"])["arm"].unique().tolist() == [
        "masked",
        "mean_fill",
        "fixer",
    ]


def test_curves_are_those_of_gans_that_were_measured(params: Params) -> None:
    assert validation_curves(params.gans) is None
    for name in ("conditional", "removed"):
        file = paths.training_pictures(name) / "validation.csv"
        write_table(file, {"iteration": [1, 2], "validation_distance": [3.0, 2.0]})
    curves = validation_curves(params.gans)
    assert curves is not None
    assert set(curves["gan"]) == {"conditional"}
