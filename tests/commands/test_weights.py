"""`make weights FROM=RUN`: which runs it takes, what it copies, what its card says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from stand_ins import FILES
from synthdigits.commands.run_card import weights_in
from synthdigits.commands.weights import take
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.pretrained import shipped
from synthdigits.pretrained.card import read_card

SCORE = {"accuracy": 0.9912, "low": 0.9892, "high": 0.9928, "images": 10000, "per_digit": {"0": 1}}
PARAMS: dict[str, Any] = {
    "seed": 1,
    "schedule": "published",
    "data": {"source": "mnist"},
    "classifiers": {"cnn": {"iterations": 12000, "validation_fraction": 0.1}},
    "gans": {"conditional": {"iterations": 40000}},
    "inpainters": {"unet": {"width": 48}},
}
SYNTHETIC_ONLY = "metrics/accuracy/synthetic_only.conditional"
METRICS: dict[str, Any] = {
    "metrics/data.json": {"source": "mnist", "train": {"images": 60000}},
    "metrics/training/cnn.json": {"parameters": 103850, "validation_accuracy": 0.9945},
    "metrics/training/conditional.json": {"generator_parameters": 452353, "device": "cuda"},
    "metrics/training/unet.json": {"parameters": 315892, "hole_l1": 0.1},
    f"{SYNTHETIC_ONLY}/synthetic_only.conditional.json": SCORE,
    f"{SYNTHETIC_ONLY}/synthetic_only.conditional.validation.json": {**SCORE, "images": 6000},
    "metrics/accuracy/inpainted.unet/inpainted.unet.json": SCORE,
    "metrics/accuracy/inpainted.unet/inpainted.unet.seed_cnn.json": SCORE,
    "metrics/accuracy/classifiers/real.json": SCORE,
    "metrics/fidelity/conditional.json": {"frechet_distance": 0.25},
    "metrics/membership/cnn.json": {"auc": {"value": 0.51, "low": 0.5, "high": 0.52}},
}


def stage(*outs: str, deps: tuple[str, ...] = ()) -> dict[str, Any]:
    """A stage whose outs in data/ are DVC's and those in metrics/ Git's, and that reads all."""
    kept = [{out: {"cache": False}} if out.startswith("metrics/") else out for out in outs]
    return {"cmd": "echo run", "deps": list(deps), "outs": kept, "params": ["schedule"]}


CNN, GAN, UNET = (str(weights_in(name)) for name in ("cnn", "conditional", "unet"))
STAGES = {
    "download": stage("metrics/data.json"),
    "train_cnn": stage(CNN, "metrics/training/cnn.json", deps=("code.py", "metrics/data.json")),
    "train_gan": stage(GAN, "metrics/training/conditional.json", deps=("metrics/data.json",)),
    "train_unet": stage(UNET, "metrics/training/unet.json", deps=("metrics/data.json",)),
    "score_synthetic": stage(SYNTHETIC_ONLY, "metrics/fidelity/conditional.json", deps=(GAN,)),
    "score_repairs": stage("metrics/accuracy/inpainted.unet", deps=(UNET, CNN)),
    "score_classifiers": stage("metrics/accuracy/classifiers", deps=(CNN, "other.py")),
    "audit": stage("metrics/membership/cnn.json", deps=(CNN,)),
}


def shell(folder: Path, *command: str) -> None:
    surroundings = {**os.environ, "DVC_NO_ANALYTICS": "1"}
    subprocess.run(command, cwd=folder, check=True, env=surroundings, stdout=subprocess.DEVNULL)


def commit(folder: Path) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    shell(folder, "git", "add", "--all")
    shell(folder, "git", *identity, "commit", "--quiet", "--message", "A run")


def dvc(folder: Path, *arguments: str) -> None:
    shell(folder, sys.executable, "-m", "dvc", *arguments)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a run, all of it committed."""
    folder = tmp_path_factory.mktemp("run")
    for path, figures in METRICS.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(figures))
    for weights, file in FILES.items():
        (folder / weights_in(weights)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / weights_in(weights))
    for name in ("code.py", "other.py"):
        (folder / name).write_text("1\n")
    (folder / "params.yaml").write_text(yaml.safe_dump(PARAMS))
    (folder / "dvc.yaml").write_text(yaml.safe_dump({"stages": STAGES}))
    shell(folder, "git", "init", "--quiet")
    dvc(folder, "init", "--quiet")
    (folder / ".gitignore").write_text("/data/\n")
    dvc(folder, "commit", "--force", "--quiet")
    commit(folder)
    return folder


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "run", symlinks=True)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    return folder


def test_the_weights_are_copied_and_pass_the_check(
    run: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(run, package)
    monkeypatch.setattr(shipped, "FOLDER", package)
    for name, file in FILES.items():
        assert shipped.path(name).read_bytes() == file.read_bytes()
    assert {file.name for file in package.iterdir()} == {
        "card.json",
        "CARD.md",
        *(file.name for file in FILES.values()),
    }


def test_the_card_tells_what_the_runs_stages_wrote(run: Path, package: Path) -> None:
    take(run, package)
    card = read_card(package)
    assert (card.schedule, card.seed, card.source) == ("published", 1, "mnist")
    assert len(card.revision) == 40
    assert card.weights["conditional"].stage == "train_gan"
    assert card.weights["conditional"].params == {"iterations": 40000}
    assert card.weights["unet"].training == METRICS["metrics/training/unet.json"]
    assert card.weights["cnn"].training_rows == [[0, 1292]]
    assert card.accuracy["test"].keys() == {
        "real",
        "synthetic_only.conditional",
        "inpainted.unet",
        "inpainted.unet.seed_cnn",
    }
    validation = card.accuracy["validation"]
    assert validation["synthetic_only.conditional"].images == 6000
    real = validation["real"]
    assert (real.accuracy, real.images) == (0.9945, 6000)
    assert 0.992 < real.low < 0.9945 < real.high < 0.997
    assert card.fidelity == {"conditional": {"frechet_distance": 0.25}}
    assert card.membership["cnn"]["auc"]["value"] == 0.51
    page = (package / "CARD.md").read_text(encoding="utf-8")
    assert "MNIST, by Yann LeCun" in page
    assert "| `synthetic_only.conditional` | test | 99.12 % | 98.92 % – 99.28 % | 10000 |" in page


def test_figures_of_an_earlier_run_stay_out(run: Path, package: Path) -> None:
    """metrics/ keeps what was committed before, where only some stages ran again."""
    (run / "other.py").write_text("2\n")
    commit(run)
    take(run, package)
    assert "real" not in read_card(package).accuracy["test"]


def test_figures_that_are_not_there_stay_out(run: Path, package: Path) -> None:
    (run / "metrics/membership/cnn.json").unlink()
    commit(run)
    take(run, package)
    card = read_card(package)
    assert card.membership == {}
    assert "Not measured in this run." in (package / "CARD.md").read_text(encoding="utf-8")


def edit(path: Path, **changed: Any) -> None:
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**tree, **changed}), encoding="utf-8")


def uncommitted(run: Path) -> None:
    (run / "code.py").write_text("2\n")


def changed_code(run: Path) -> None:
    uncommitted(run)
    commit(run)


def other_weights(run: Path) -> None:
    shutil.copyfile(run / CNN, run / GAN)


def lost_weights(run: Path) -> None:
    (run / UNET).unlink()


def shorter_run(run: Path) -> None:
    edit(run / "params.yaml", schedule="cpu")
    dvc(run, "commit", "--force", "--quiet")
    commit(run)


def own_digits(run: Path) -> None:
    edit(run / "params.yaml", data={"source": "letters"})
    commit(run)


def unscored(run: Path) -> None:
    shutil.rmtree(run / SYNTHETIC_ONLY)
    commit(run)


def other_figures(run: Path) -> None:
    (run / "metrics/training/unet.json").write_text("{}")
    commit(run)


def fewer_digits(run: Path) -> None:
    """Rows from 1000 on are test digits, and the weights learned from 1292."""
    (run / "metrics/data.json").write_text(json.dumps({"train": {"images": 1000}}))
    dvc(run, "commit", "--force", "--quiet")
    commit(run)


def no_lock(run: Path) -> None:
    (run / "dvc.lock").unlink()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (uncommitted, r"run: uncommitted: code\.py"),
        (changed_code, r"train_cnn is not as dvc\.lock says, so .*cnn\.safetensors is of another"),
        (other_weights, r"conditional\.safetensors: differs from what dvc\.lock says of train_gan"),
        (lost_weights, r"unet\.safetensors: no such file; `dvc repro train_unet` makes it"),
        (shorter_run, "schedule cpu; only published is shipped"),
        (own_digits, "data.source letters: no licence is known"),
        (unscored, r"synthetic_only\.conditional\.json: no such file; `dvc repro score_synth"),
        (
            other_figures,
            r"train_unet is not as dvc\.lock says, so .*unet\.safetensors is of another",
        ),
        (fewer_digits, r"safetensors: row 1\d+ is behind it, a test row: these begin at 1000"),
        (no_lock, r"dvc\.lock: no such file; .*run is no finished run"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_run_that_can_not_be_shipped_is_refused_before_anything_is_written(
    fault: Any, reason: str, run: Path, package: Path
) -> None:
    fault(run)
    with pytest.raises(SynthdigitsError, match=reason) as error:
        take(run, package)
    assert "\n" not in str(error.value)
    assert list(package.iterdir()) == []


def test_a_folder_within_a_checkout_is_no_run(run: Path, package: Path) -> None:
    for name in ("params.yaml", "dvc.yaml", "dvc.lock"):
        shutil.copyfile(run / name, run / "metrics" / name)
    with pytest.raises(SynthdigitsError, match="metrics: not the root of a checkout"):
        take(run / "metrics", package)


def test_no_stage_writes_the_shipped_weights(project: Path) -> None:
    assert "pretrained" not in (project / "dvc.yaml").read_text(encoding="utf-8")
