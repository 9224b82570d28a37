"""The four scoring stages on a handful of digits: what they leave behind, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from comparison.conftest import GAN, INPAINTER, keep_classifier
from synthdigits.comparison.arms import (
    CLASSICAL,
    MASKED,
    MASKED_TRAINED,
    PLANTED,
    REAL_FLOOR,
    WHOLE,
    folders,
    learned_from,
    on_validation,
    repaired_by,
    repaired_by_for_seed_cnn,
)
from synthdigits.digits.digits import Digits
from synthdigits.figures import read_json
from synthdigits.inpainting.classical import classical_repairs

Run = Callable[[str], None]
BY_SEED_CNN = repaired_by_for_seed_cnn(INPAINTER)


def files(folder: Path) -> set[str]:
    """Paths of all files below a folder, relative to it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def both(*arms: str) -> set[str]:
    return {f"{arm}.{ending}" for arm in arms for ending in ("json", "csv")}


def check_score(folder: Path, arm: str) -> None:
    score = read_json(folder / f"{arm}.json")
    assert list(score) == ["accuracy", "low", "high", "images", "per_digit"]
    table = pd.read_csv(folder / f"{arm}.csv")
    assert list(table.columns) == ["actual", "predicted"]
    assert len(table) == score["images"] == 80
    assert score["accuracy"] == (table.actual == table.predicted).mean()
    assert table.actual.tolist() == [row % 10 for row in range(120, 200)]


def test_classifiers_have_a_file_each(house: Path, run_stage: Run) -> None:
    run_stage("score_classifiers.py")
    folder = house / "metrics/accuracy/classifiers"
    assert files(house / "metrics") == {
        *(f"accuracy/classifiers/{name}" for name in both(*WHOLE, MASKED_TRAINED)),
        "membership/cnn.json",
    }
    for arm in (*WHOLE, MASKED_TRAINED):
        check_score(folder, arm)


@pytest.mark.parametrize(
    ("command", "classifier"),
    [
        ("score_classifiers.py", "cnn_2"),
        (f"score_synthetic.py {GAN}", f"synthetic_only_{GAN}"),
        (f"score_repairs.py {INPAINTER}", "cnn"),
        ("score_baselines.py", MASKED_TRAINED),
    ],
)
def test_a_classifier_that_saw_a_test_row_is_refused(
    house: Path, run_stage: Run, command: str, classifier: str
) -> None:
    keep_classifier(classifier, rows=[[0, 120]])
    with pytest.raises(SystemExit, match=r"error: test row 120 .* was used in training"):
        run_stage(command)
    assert not (house / "metrics").exists()


def test_a_gan_has_its_accuracy_fidelity_and_neighbours(house: Path, run_stage: Run) -> None:
    run_stage(f"score_synthetic.py {GAN}")
    arm = f"synthetic_only.{GAN}"
    assert files(house / "metrics") == {
        *(f"accuracy/{arm}/{name}" for name in both(arm, on_validation(arm))),
        f"fidelity/{GAN}.json",
        f"membership/{GAN}.json",
        f"images/neighbours/{GAN}.png",
    }
    check_score(house / f"metrics/accuracy/{arm}", arm)
    on_held_back = read_json(house / f"metrics/accuracy/{arm}/{on_validation(arm)}.json")
    assert on_held_back["images"] == 12  # the last tenth of 120 training digits
    figures = read_json(house / f"metrics/fidelity/{GAN}.json")
    assert figures["images"] == 60
    assert {"frechet_distance", "recognisable", "class_balance", "coverage"} <= set(figures)


def test_no_classifier_of_a_run_moves_a_figure_of_fidelity(house: Path, run_stage: Run) -> None:
    """Figures of two branches didn't compare: each measured in the features of its own network."""
    run_stage(f"score_synthetic.py {GAN}")
    before = (house / f"metrics/fidelity/{GAN}.json").read_bytes()
    keep_classifier("seed_cnn", "seed_cnn", seed=7)
    keep_classifier("cnn", seed=7)
    run_stage(f"score_synthetic.py {GAN}")
    assert (house / f"metrics/fidelity/{GAN}.json").read_bytes() == before


def test_an_inpainter_has_its_accuracy_holes_and_pictures(house: Path, run_stage: Run) -> None:
    run_stage(f"score_repairs.py {INPAINTER}")
    arm = f"inpainted.{INPAINTER}"
    assert files(house / "metrics") == {
        *(f"accuracy/{arm}/{name}" for name in both(arm, BY_SEED_CNN)),
        *(f"holes/{INPAINTER}/{table}.csv" for table in ("by_size", "by_ink")),
        *(f"images/repairs/{INPAINTER}/{name}.png" for name in ("sheet", "read", "hardest")),
        f"membership/{INPAINTER}.json",
    }
    check_score(house / f"metrics/accuracy/{arm}", arm)
    check_score(house / f"metrics/accuracy/{arm}", BY_SEED_CNN)
    by_size = pd.read_csv(house / f"metrics/holes/{INPAINTER}/by_size.csv")
    assert by_size[["size", "arm"]].to_numpy().tolist() == [[4, INPAINTER], [8, INPAINTER]]
    by_ink = pd.read_csv(house / f"metrics/holes/{INPAINTER}/by_ink.csv")
    assert len(by_ink) == 4
    for name in ("sheet", "read", "hardest"):
        with Image.open(house / f"metrics/images/repairs/{INPAINTER}/{name}.png") as picture:
            assert min(picture.size) > 100


def test_baselines_have_accuracy_holes_and_the_floor(house: Path, run_stage: Run) -> None:
    run_stage("score_baselines.py")
    scored = [MASKED, *(f"inpainted.{name}" for name in CLASSICAL)]
    assert files(house / "metrics") == {
        *(f"accuracy/baselines/{name}" for name in both(*scored)),
        *(f"holes/baselines/{table}.csv" for table in ("by_size", "by_ink")),
        "fidelity/real_floor.json",
        *(f"membership/{name}.json" for name in (REAL_FLOOR, PLANTED)),
    }
    for arm in scored:
        check_score(house / "metrics/accuracy/baselines", arm)
    for table, rows in (("by_size", 2), ("by_ink", 4)):
        counts = pd.read_csv(house / f"metrics/holes/baselines/{table}.csv")["arm"].value_counts()
        assert counts.to_dict() == dict.fromkeys([MASKED, *CLASSICAL, MASKED_TRAINED], rows)


def test_the_report_looks_for_every_arm_where_it_was_written(house: Path, run_stage: Run) -> None:
    for command in (
        "score_classifiers.py",
        f"score_synthetic.py {GAN}",
        f"score_repairs.py {INPAINTER}",
        "score_baselines.py",
    ):
        run_stage(command)
    expected = {f"{folder}/{arm}" for arm, folder in folders([GAN], [INPAINTER]).items()}
    expected.add(f"{repaired_by(INPAINTER)}/{BY_SEED_CNN}")
    learned = learned_from(GAN)
    expected.add(f"{learned}/{on_validation(learned)}")
    written = files(house / "metrics/accuracy")
    assert {name.removesuffix(".json") for name in written if name.endswith(".json")} == expected


def test_a_name_that_params_yaml_lacks_is_refused(
    run_stage: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("score_synthetic.py vae", "score_repairs.py vae"):
        with pytest.raises(SystemExit):
            run_stage(command)
        assert "conditional" in (shown := capsys.readouterr().err) or INPAINTER in shown


def test_the_names_of_the_classical_repairs_are_theirs(digits: Digits) -> None:
    assert tuple(classical_repairs(digits)) == CLASSICAL
