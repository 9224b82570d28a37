"""dvc.yaml, params.yaml and the code agree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from dvc.repo import Repo

from pipeline.stages import Stage, lies_in, read_stages
from synthdigits.config import paths
from synthdigits.plumbing.fingerprint import SHAPES_NO_BYTE
from synthdigits.zoo import names_in

PROJECT = Path(__file__).parents[2]
STAGES = read_stages(PROJECT)
BY_NAME = {stage.name: stage for stage in STAGES}
MOST_LINES, MOST_STAGES = 270, 65
SCORES = {"score_classifiers", "score_synthetic", "score_repairs", "score_baselines"}
EXPORTS = {"export_masked", "export_inpainted", "export_synthetic"}
each_stage = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


def test_it_can_be_read_as_a_table_of_contents() -> None:
    lines = (PROJECT / "dvc.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 120
    assert len(STAGES) <= MOST_STAGES


@each_stage
def test_a_stage_says_what_it_is_for(stage: Stage) -> None:
    assert len(stage.description) > 15


@each_stage
def test_what_a_stage_depends_on_is_there_or_another_stages_out(stage: Stage) -> None:
    outs = [out for other in STAGES for out in other.outs]
    for path in stage.dependencies:
        made = lies_in(path, outs) or any(out.startswith(f"{path}/") for out in outs)
        assert made or (PROJECT / path).exists(), path


@each_stage
def test_no_stage_depends_on_code_that_shapes_no_byte(stage: Stage) -> None:
    rooms = [f"src/synthdigits/{room}" for room in SHAPES_NO_BYTE]
    assert [path for path in stage.code if lies_in(path, rooms)] == []
    assert "src/synthdigits" not in stage.code


def test_dvc_passes_over_compiled_files() -> None:
    """They lie in the folders that stages depend on, and differ from machine to machine."""
    with Repo(str(PROJECT)) as repo:
        assert repo.dvcignore.is_ignored_dir(str(PROJECT / "src/synthdigits/digits/__pycache__"))
        assert not repo.dvcignore.is_ignored_dir(str(PROJECT / "src/synthdigits/digits"))


@each_stage
def test_a_stage_depends_on_its_own_script(stage: Stage) -> None:
    assert stage.script in stage.dependencies


@each_stage
def test_every_parameter_that_a_stage_names_exists(stage: Stage) -> None:
    tree = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8"))
    for name in stage.params:
        section = tree
        for part in name.split("."):
            assert part in section, name
            section = section[part]


def test_every_script_is_a_stage_and_every_stage_a_script() -> None:
    scripts = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "stages").glob("*.py")}
    assert {stage.script for stage in STAGES} == scripts


def test_every_model_that_has_a_file_is_trained() -> None:
    assert {f"train_gan@{name}" for name in names_in("gans")} <= set(BY_NAME)
    assert {f"train_inpainter@{name}" for name in names_in("inpainters")} <= set(BY_NAME)


def test_what_one_item_of_a_family_has_every_item_has() -> None:
    """So that a new section of params.yaml is trained, scored and exported without a line here."""
    families = {
        "gans": "train_gan generate train_classifier_on_synthetic score_synthetic export_synthetic",
        "inpainters": "train_inpainter inpaint score_repairs export_inpainted",
    }
    params = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8"))
    for section, names in families.items():
        for family in names.split():
            items = {stage.item for stage in STAGES if stage.family == family}
            assert items == set(params[section]), family


def test_the_report_depends_on_every_score_and_export() -> None:
    report = BY_NAME["report"]
    for stage in STAGES:
        if stage.family in SCORES | EXPORTS:
            metrics = [
                out for out in stage.outs if out.startswith("metrics/") and "images" not in out
            ]
            assert all(lies_in(out, report.dependencies) for out in metrics), stage.name


def test_a_dial_of_one_gan_reaches_no_other() -> None:
    users = {stage.name for stage in STAGES if "gans.conditional" in stage.params}
    assert users == {
        "train_gan@conditional",
        "augmentation_study",
        "export_synthetic@conditional",
    }


def test_only_masking_repair_and_final_scoring_depend_on_test_rows() -> None:
    """No stage that trains a model has the test digits among its dependencies.

    The ruler learns from training rows alone and keeps the mean of the test digits' features.
    """
    users = {
        stage.family
        for stage in STAGES
        if any(path.endswith("test.npz") for path in stage.dependencies)
    }
    assert users == {"mask", "inpaint", "ruler", "evaluate_augmentation", *SCORES, *EXPORTS}


def test_where_tasks_run_shapes_no_result() -> None:
    assert [stage.name for stage in STAGES if "workers" in stage.params] == []


def test_every_metric_and_plot_of_dvc_yaml_is_some_stages_out() -> None:
    tree = yaml.safe_load((PROJECT / "dvc.yaml").read_text(encoding="utf-8"))
    plots = [next(iter(plot)) if isinstance(plot, dict) else plot for plot in tree["plots"]]
    outs = [out for stage in STAGES for out in stage.outs]
    for path in (*tree["metrics"], *plots):
        assert path in outs or any(out.startswith(f"{path}/") for out in outs), path


def test_every_loss_table_is_plotted() -> None:
    tree = yaml.safe_load((PROJECT / "dvc.yaml").read_text(encoding="utf-8"))
    plotted = [next(iter(plot)) for plot in tree["plots"] if isinstance(plot, dict)]
    losses = [out for stage in STAGES for out in stage.outs if out.startswith("metrics/losses/")]
    assert losses
    assert [out for out in losses if not lies_in(out, plotted)] == []


def test_every_file_of_metrics_is_made_by_a_stage() -> None:
    """What a stage no longer writes would stay in Git for ever."""
    command = ["git", "ls-files", "metrics"]
    listed = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    outs = [out for stage in STAGES for out in stage.outs]
    files = listed.stdout.splitlines()
    assert files
    by_hand = [paths.TIMINGS.as_posix()]  # of `make repro`, whole: no out of any stage
    assert [file for file in files if not lies_in(file, outs)] == by_hand
