"""dvc.yaml, params.yaml and the code agree."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from pipeline.imports import used_modules
from pipeline.stages import Stage, read_stages, read_top
from synthdigits.config.sections import Inpainters
from synthdigits.zoo import GAN_NAMES

PROJECT = Path(__file__).parents[2]
STAGES = read_stages(PROJECT)
BY_NAME = {stage.name: stage for stage in STAGES}
each_stage = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


@each_stage
def test_a_stage_says_what_it_is_for(stage: Stage) -> None:
    assert len(stage.description) > 15


@each_stage
def test_a_stage_depends_on_every_module_that_it_uses(stage: Stage) -> None:
    assert used_modules(*_scripts(stage)) <= set(_scripts(stage))


def test_no_stage_depends_on_a_module_that_it_does_not_use() -> None:
    """A family lists what any of its items uses."""
    listed: dict[str, set[str]] = defaultdict(set)
    used: dict[str, set[str]] = defaultdict(set)
    for stage in STAGES:
        family = stage.name.partition("@")[0]
        listed[family] |= set(_scripts(stage))
        used[family] |= used_modules(stage.command.split()[1], *_models(stage))
    assert listed == used


@each_stage
def test_a_stage_of_a_model_depends_on_the_models_file(stage: Stage) -> None:
    family, _, item = stage.name.partition("@")
    kind = {"train_gan": "gans", "generate": "gans", "train_inpainter": "inpainters"}
    if family in kind:
        assert f"src/synthdigits/{kind[family]}/{item}.py" in stage.dependencies


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
    assert {stage.command.split()[1] for stage in STAGES} == scripts


def test_every_gan_of_the_registry_is_trained() -> None:
    assert {f"train_gan@{name}" for name in GAN_NAMES} <= set(BY_NAME)


@pytest.mark.parametrize(
    ("family", "gatherers"),
    [
        ("inpaint", ["evaluate_accuracy", "evaluate_inpainting", "export", "report"]),
        ("generate", ["evaluate_fidelity", "export", "report"]),
        ("train_classifier_on_synthetic", ["evaluate_accuracy"]),
        ("train_gan", ["export", "report"]),
        ("train_inpainter", ["evaluate_accuracy", "evaluate_inpainting", "export", "report"]),
        ("train_classifier", ["evaluate_accuracy"]),
    ],
)
def test_a_stage_that_gathers_lists_every_member_of_a_family(
    family: str, gatherers: list[str]
) -> None:
    """DVC takes no list there; what is missing here are the lines that a new member needs."""
    members = [stage for stage in STAGES if stage.name.startswith(f"{family}@")]
    for gatherer in gatherers:
        listed = set(BY_NAME[gatherer].dependencies)
        missing = [member.outs for member in members if not listed & set(member.outs)]
        assert missing == [], f"{gatherer} takes none of {missing}"


def test_holes_are_measured_on_the_verdicts_of_every_repair() -> None:
    verdicts = {f"metrics/confusion/inpainted.{name}.csv" for name in Inpainters.model_fields}
    assert verdicts <= set(BY_NAME["evaluate_inpainting"].dependencies)


def test_a_dial_of_one_gan_reaches_no_other() -> None:
    users = [stage.name for stage in STAGES if "gans.conditional" in stage.params]
    assert users == ["train_gan@conditional", "augmentation_study"]


def test_only_masking_repair_and_final_scoring_depend_on_test_rows() -> None:
    """No stage that trains anything has the test digits among its dependencies."""
    readers = {
        stage.name.partition("@")[0]
        for stage in STAGES
        if any(path.endswith("test.npz") for path in stage.dependencies)
    }
    scoring = {
        "evaluate_accuracy",
        "evaluate_fidelity",
        "evaluate_inpainting",
        "evaluate_augmentation",
    }
    assert readers == {"mask", "inpaint", *scoring, "export", "report"}


def test_where_tasks_run_shapes_no_result() -> None:
    assert [stage.name for stage in STAGES if "workers" in stage.params] == []


def test_every_metric_and_plot_of_dvc_yaml_is_some_stages_out() -> None:
    outs = {out for stage in STAGES for out in stage.outs}
    for metric in read_top(PROJECT, "metrics"):
        assert any(out == metric or out.startswith(f"{metric}/") for out in outs), metric
    for plot in read_top(PROJECT, "plots"):
        for path in _plotted_files(plot):
            assert any(
                out == path or path.startswith(f"{out}/") or out.startswith(f"{path}/")
                for out in outs
            ), path


def test_every_loss_table_is_plotted() -> None:
    plotted = {path for plot in read_top(PROJECT, "plots") for path in _plotted_files(plot)}
    losses = {out for stage in STAGES for out in stage.outs if out.startswith("metrics/losses/")}
    assert losses <= plotted


def _scripts(stage: Stage) -> list[str]:
    return [path for path in stage.dependencies if path.endswith(".py")]


def _models(stage: Stage) -> list[str]:
    """The models' own files: imported by name, so the import statements can't tell."""
    return [
        path
        for path in _scripts(stage)
        if Path(path).parent.name in ("gans", "inpainters") and Path(path).name[0] != "_"
    ]


def _plotted_files(plot: object) -> list[str]:
    if isinstance(plot, str):
        return [plot]
    assert isinstance(plot, dict)
    ((name, options),) = plot.items()
    return list(options["y"]) if isinstance(options.get("y"), dict) else [name]


def test_every_file_of_metrics_is_made_by_a_stage() -> None:
    """What a stage no longer writes would stay in Git for ever."""
    command = ["git", "ls-files", "metrics"]
    listed = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    outs = {Path(out) for stage in STAGES for out in stage.outs}
    files = [Path(line) for line in listed.stdout.splitlines()]
    assert files
    assert [file for file in files if not outs & {file, *file.parents}] == []
