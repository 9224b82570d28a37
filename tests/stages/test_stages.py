"""What the stages leave behind: the outs of dvc.yaml, the metrics of the contract, no leak."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from PIL import Image
from torchvision.datasets import MNIST

from pipeline.stages import read_stages
from stages.conftest import run_pipeline, run_stage, tiny_params
from synthdigits.comparison.arms import on_validation, repaired_by_for_seed_cnn
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits, SyntheticDigits
from synthdigits.digits.masking import hole_of
from synthdigits.learning.weights import ranges_of, read_weights
from synthdigits.ruler.ruler import read_header
from synthdigits.study.arms import ARMS as STUDY_ARMS

INPAINTERS = ("inpaint_dcgan", "unet", "unet_l1")
ARMS = {
    "real",
    "seed_cnn",
    "masked",
    "masked_trained",
    "inpainted.inpaint_dcgan",
    "inpainted.mean_fill",
    "inpainted.navier_stokes",
    "inpainted.unet",
    "inpainted.unet_l1",
    "real.cnn_2",
    "real.cnn_3",
    "synthetic_only.dcgan_plain",
    "synthetic_only.dcgan_transpose",
    "synthetic_only.dcgan_upsample",
    "synthetic_only.mlp_batchnorm",
    "synthetic_only.mlp_dropout",
    "synthetic_only.conditional",
    "gan_augmented",
}


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_every_file_is_a_declared_out_and_every_out_is_there(finished: Path, project: Path) -> None:
    outs = [finished / out for stage in read_stages(project) for out in stage.outs]
    assert [out for out in outs if not out.exists()] == []
    written = [path for top in ("data", "metrics") for path in (finished / top).rglob("*")]
    undeclared = [
        path
        for path in written
        if path.is_file() and not any(path == out or out in path.parents for out in outs)
    ]
    assert undeclared == []


def test_no_checkpoint_is_left(finished: Path) -> None:
    assert not list(finished.rglob("state.safetensors"))


def test_accuracy_has_every_arm_with_its_interval(finished: Path) -> None:
    scores = read(finished / "metrics/accuracy.json")
    assert set(scores) == ARMS
    for score in scores.values():
        assert isinstance(score, dict)
        assert set(score) == {"accuracy", "low", "high", "images"}
        assert 0 <= score["low"] <= score["accuracy"] <= score["high"] <= 1
        assert score["images"] == 360


@pytest.mark.parametrize(
    ("file", "keys"),
    [
        ("data.json", {"source", "train", "test", "checks"}),
        ("augmentation/augmentation.json", {"100"}),
        (
            "training/cnn.json",
            {"parameters", "train_seconds", "images_per_second", "device", "precision", "threads"},
        ),
        (
            "training/conditional.json",
            {
                *("generator_parameters", "discriminator_parameters", "iterations"),
                *("train_seconds", "images_per_second", "seconds_per_epoch", "last_losses"),
                *("kept_iteration", "validation_distance"),
            },
        ),
        ("training/unet.json", {"hole_l1", "psnr", "parameters", "train_seconds"}),
        ("training/masked_trained.json", {"parameters", "train_seconds"}),
        ("training/synthetic_only_mlp_dropout.json", {"parameters", "train_seconds"}),
        ("training/gan_augmented.json", {"parameters", "train_seconds"}),
        ("synthetic/conditional.json", {"images", "mean_confidence", "per_class"}),
        ("fidelity.json", {"real_floor", "conditional", "mlp_dropout", "membership"}),
        ("membership/conditional.json", {"auc", "true_positives"}),
        ("fidelity/mlp_dropout.json", {"ruler", "frechet_distance", "recall", "duplicates"}),
        ("mixture.json", {"synthetic_share", "validation_accuracy"}),
        ("accuracy/classifiers/real.json", {"accuracy", "low", "high", "images", "per_digit"}),
    ],
)
def test_metrics_have_the_contracts_keys(finished: Path, file: str, keys: set[str]) -> None:
    assert keys <= set(read(finished / "metrics" / file))


def test_readings_have_one_row_per_test_digit(finished: Path) -> None:
    tables = {path.stem: path for path in (finished / "metrics/accuracy").rglob("*.csv")}
    assert tables.pop(on_validation("synthetic_only.conditional"))
    assert set(tables) == ARMS | {repaired_by_for_seed_cnn(name) for name in INPAINTERS}
    for table in tables.values():
        lines = table.read_text().splitlines()
        assert lines[0] == "actual,predicted"
        assert len(lines) == 1 + 360


def test_no_test_row_shaped_any_weights(finished: Path) -> None:
    """Every network records the real rows behind it; the test rows are none of them."""
    test_rows = set(Digits.load(finished / "data/raw/test.npz").rows.tolist())
    weights = [path for path in (finished / "data").rglob("*.safetensors") if path.stem != "ruler"]
    own = [path for path in weights if finished / "data/export" not in path.parents]
    assert len(own) == 6 + 2 * 6 + 3 + 2 * len(STUDY_ARMS)
    behind = {path: read_weights(path)[0].training_rows for path in weights}
    behind[finished / paths.RULER] = read_header(finished / paths.RULER).training_rows
    for path, ranges in behind.items():
        assert ranges, path
        for first, last in ranges:
            assert not test_rows & set(range(first, last + 1)), path


def test_the_study_has_every_arm_of_every_subset(finished: Path) -> None:
    table = pd.read_csv(finished / "metrics/augmentation/augmentation.csv")
    columns = ["budget", "arm", "subset_seed", "training_seed", "accuracy"]
    assert list(table.columns) == columns
    assert len(table) == table[columns[:3]].drop_duplicates().shape[0] == 2 * len(STUDY_ARMS)
    assert table.accuracy.between(0, 1).all()


def test_the_study_records_the_rows_of_its_subsets(finished: Path) -> None:
    """What the weights name as their rows is what the table of rows gives the subset."""
    table = pd.read_csv(finished / "data/study/rows.csv")
    for subset in (1, 2):
        rows = ranges_of(table[table.subset == subset].row.to_numpy())
        header, _ = read_weights(finished / f"data/study/100-{subset}/real_gan.safetensors")
        assert header.training_rows == rows


def test_what_learned_from_another_network_carries_its_rows(finished: Path) -> None:
    models = finished / "data/models"
    synthetic, _ = read_weights(models / "classifiers/synthetic_only_dcgan_transpose.safetensors")
    gan, _ = read_weights(models / "gans/dcgan_transpose.safetensors")
    assert synthetic.training_rows == gan.training_rows


@pytest.mark.parametrize("name", ["gans/conditional", "classifiers/gan_augmented"])
def test_rows_that_chose_among_states_or_settings_are_behind_the_weights(
    finished: Path, name: str
) -> None:
    header, _ = read_weights(finished / f"data/models/{name}.safetensors")
    assert header.training_rows == [[0, len(Digits.load(finished / "data/raw/train.npz")) - 1]]


@pytest.mark.parametrize("stage", ["score_classifiers.py", "score_synthetic.py mlp_dropout"])
def test_scoring_refuses_a_network_that_saw_a_test_row(
    stage: str, finished_copy: Path, project: Path
) -> None:
    train, test = (finished_copy / f"data/raw/{split}.npz" for split in ("train", "test"))
    Digits.load(train)[:360].save(test)
    with pytest.raises(SystemExit, match=r"error: test row 0 .* was used in training"):
        run_stage(project, f"python stages/{stage}", finished_copy)


def test_repairs_keep_labels_rows_and_holes(finished: Path) -> None:
    masked = MaskedDigits.load(finished / "data/masked/test.npz")
    repaired = MaskedDigits.load(finished / "data/inpainted/unet/test.npz")
    for field in ("labels", "rows", "corners", "sizes"):
        np.testing.assert_array_equal(getattr(repaired, field), getattr(masked, field))
    outside = ~hole_of(masked.corners, 8)
    np.testing.assert_array_equal(repaired.images[outside], masked.images[outside])


def test_synthetic_sets_go_on_where_the_training_part_ends(finished: Path) -> None:
    train, test = (
        SyntheticDigits.load(finished / f"data/synthetic/conditional/{split}.npz")
        for split in ("train", "test")
    )
    assert (len(train), len(test)) == (140, 20)
    assert test.rows[0] == 140
    assert set(train.counts.values()) == {14}


def test_every_set_is_exported_or_refused_with_a_reason(finished: Path) -> None:
    """After two iterations most GANs paint one grey shape, which the gate holds back."""
    sets = {path.stem: read(path) for path in (finished / "metrics/export").iterdir()}
    assert set(sets) == {
        *("masked", "inpainted-inpaint_dcgan", "inpainted-unet", "inpainted-unet_l1"),
        *("synthetic-conditional", "synthetic-dcgan_plain", "synthetic-dcgan_transpose"),
        *("synthetic-dcgan_upsample", "synthetic-mlp_batchnorm", "synthetic-mlp_dropout"),
    }
    for name, facts in sets.items():
        files = {path.name for path in (finished / "data/export" / name).iterdir()}
        if facts["exported"]:
            assert "manifest.json" in files
        else:
            assert files == {"refused.json"}
            assert "class" in str(facts["refused"])
    exported = {name for name, facts in sets.items() if facts["exported"]}
    assert exported >= {"masked", "inpainted-inpaint_dcgan", "inpainted-unet", "inpainted-unet_l1"}
    assert exported != set(sets)


def test_torchvision_reads_an_exported_set(finished: Path) -> None:
    dataset = MNIST(str(finished / "data/export/masked"), train=True, download=False)
    assert len(dataset) == 1437


def test_the_report_shows_pictures_that_are_there(finished: Path) -> None:
    report = (finished / "metrics/report.md").read_text(encoding="utf-8")
    pictures = [line.split("](")[1].rstrip(")") for line in report.splitlines() if "![" in line]
    assert len(pictures) == 3 + 2 + 4 * 6 + 2 + 4 * 3
    for picture in pictures:
        with Image.open(finished / "metrics" / picture) as image:
            assert min(image.size) > 100


def test_fidelity_has_every_set_beside_the_floor(finished: Path) -> None:
    fidelity = read(finished / "metrics/fidelity.json")
    assert next(iter(fidelity)) == "real_floor"
    attacks = fidelity.pop("membership")
    assert isinstance(attacks, dict)
    assert {"conditional", "unet", "cnn", "real_floor", "planted_copies"} <= set(attacks)
    rulers = set()
    for figures in fidelity.values():
        assert isinstance(figures, dict)
        rulers.add(figures["ruler"])
        assert {"frechet_distance", "recognisable", "label_accuracy"} <= set(figures)
        assert figures["frechet_distance"] >= 0
    assert len(rulers) == 1


def test_every_training_left_its_pictures(finished: Path) -> None:
    images = finished / "metrics/images/training"
    for name in ("dcgan_upsample", "conditional", "inpaint_dcgan", "unet"):
        with Image.open(images / name / "training.gif") as animation:
            assert getattr(animation, "n_frames", 0) == 2
    assert {path.name for path in (images / "inpaint_dcgan").iterdir()} == {
        *("bands_first.png", "bands_last.png", "triples_first.png", "triples_last.png"),
        "training.gif",
    }


def test_the_whole_pipeline_runs_on_three_classes_of_ones_own(
    project: Path, tmp_path: Path
) -> None:
    generator = np.random.default_rng(0)
    for row, name in ((6, "line"), (12, "dash"), (18, "rule")):
        (tmp_path / "drawn" / name).mkdir(parents=True)
        for number in range(70):
            image = generator.integers(0, 40, (32, 24), np.uint8)
            image[row : row + 3, 2:-2] = 250
            Image.fromarray(image).save(tmp_path / "drawn" / name / f"{number}.png")
    tree = tiny_params(project)
    tree["data"]["source"] = "drawn"
    run_pipeline(project, tmp_path, tree)
    told = read(tmp_path / "metrics/data.json")
    assert told["classes"] == ["dash", "line", "rule"]
    assert told["checks"]
    assert not any(told["checks"].values())
    scores = read(tmp_path / "metrics/accuracy.json")
    assert set(scores) == ARMS
    train = SyntheticDigits.load(tmp_path / "data/synthetic/conditional/train.npz")
    assert train.classes == 3


def test_a_wrong_name_is_told_with_the_allowed_ones(
    finished: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run_stage(project, "python stages/train_gan.py vae", finished)
    assert "conditional" in capsys.readouterr().err


def test_a_wrong_parameter_of_a_model_stops_the_first_stage_and_leaves_nothing(
    project: Path, tmp_path: Path
) -> None:
    tree = tiny_params(project)
    tree["gans"]["conditional"]["beta1"] = 7.0
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    command = [sys.executable, str(project / "stages/download.py")]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert finished.returncode == 1
    assert "error: params.yaml: gans.conditional.beta1: got 7.0" in finished.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["params.yaml"]


def test_the_same_seed_gives_the_same_bytes(finished_copy: Path, project: Path) -> None:
    """Everything that DVC hashes; timings live in metrics alone."""
    for command, out in (
        ("python stages/mask.py", "data/masked/train.npz"),
        ("python stages/train_classifier.py cnn", "data/models/classifiers/cnn.safetensors"),
        ("python stages/train_gan.py conditional", "data/models/gans/conditional.safetensors"),
        ("python stages/train_inpainter.py unet", "data/models/inpainters/unet.safetensors"),
        ("python stages/export.py masked", "data/export/masked/masked.npz"),
    ):
        before = (finished_copy / out).read_bytes()
        run_stage(project, command, finished_copy)
        assert (finished_copy / out).read_bytes() == before, out


def test_a_stage_makes_the_same_bytes_on_any_number_of_cores(
    finished_copy: Path, project: Path
) -> None:
    tree = yaml.safe_load((finished_copy / "params.yaml").read_text(encoding="utf-8"))
    tree["gans"]["conditional"]["batch_size"]["demo"] = 64
    (finished_copy / "params.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    weights, made = finished_copy / "data/models/gans/conditional.safetensors", []
    for threads in ("1", "2"):
        subprocess.run(
            [sys.executable, project / "stages/train_gan.py", "conditional"],
            cwd=finished_copy,
            env={**os.environ, "OMP_NUM_THREADS": threads, "PYTHONPATH": str(project / "src")},
            check=True,
        )
        made.append(weights.read_bytes())
    assert made[0] == made[1]
