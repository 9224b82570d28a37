"""A collapse is told; it is an error but for the schedule `demo`."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from synthdigits.classification.training import results_of
from synthdigits.classifiers.networks import Cnn
from synthdigits.config.paths import TrainingFiles
from synthdigits.digits.digits import Digits
from synthdigits.learning.collapse import (
    PATIENCE,
    CollapseError,
    at_chance,
    exploded,
    of_one_shape,
    reads_at_chance,
    reason_to_stop,
    tell,
)
from synthdigits.learning.loop import TrainingLog
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun

CHANCE = math.log(10)


@pytest.mark.fault(
    "a loss is no number, or infinite", "a step that returns it", "the training ends in one line"
)
@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_is_a_reason_to_stop(loss: float) -> None:
    assert reason_to_stop([(0.5, 0.5), (0.5, loss)]) == "a loss is not finite"


@pytest.mark.fault(
    "losses without bounds",
    "losses of 1e11, as of rates of 1.0",
    "the training ends after 100 such iterations in one line",
)
def test_losses_that_stay_beyond_all_bounds_are_a_reason_to_stop() -> None:
    far = [(0.5, -1e11)] * PATIENCE
    assert "above 1000 for 100 iterations" in reason_to_stop([(0.5, 0.5), *far])
    assert reason_to_stop(far[1:]) == ""
    assert reason_to_stop([*far, (0.5, 9.0)]) == ""
    assert reason_to_stop([(0.5, 9.0), *far[1:]]) == ""


def test_an_exploded_loss_is_named() -> None:
    names = ("generator_loss", "discriminator_loss")
    assert list(exploded(names, [(0.1, 0.2)] * 90 + [(1.1e11, 0.2)] * 10)) == [
        "generator_loss is 1.1e+11 at the end"
    ]
    assert list(exploded(names, [(1.1e11, 0.2)] * 50 + [(0.7, 0.2)] * 50)) == []


def test_the_losses_of_a_blind_guess_are_told_from_those_of_a_classifier() -> None:
    assert "reads at chance: its loss is 2.3" in next(at_chance([(CHANCE,)] * 40, 10))
    assert list(at_chance([(CHANCE,)] * 36 + [(1.5,)] * 4, 10)) == []
    assert list(at_chance([(0.0,)], 1)) == []


def test_an_accuracy_of_a_guess_is_told_from_a_better_one(digits: Digits) -> None:
    assert "8.3% of the validation digits" in next(reads_at_chance(0.083, digits.labels))
    assert next(reads_at_chance(0.18, digits.labels))
    assert list(reads_at_chance(0.3, digits.labels)) == []
    two = np.array([0, 0, 0, 1], np.uint8)
    assert next(reads_at_chance(0.75, two))
    assert list(reads_at_chance(0.8, two)) == []


def test_digits_of_one_shape_are_told_from_others(digits: Digits) -> None:
    one = np.repeat(digits.images[:1], 50, axis=0)
    one[::2, 0, 0] ^= 9
    assert "of one shape" in next(of_one_shape(one))
    assert list(of_one_shape(digits.images)) == []
    assert next(of_one_shape(np.zeros((5, 28, 28), np.uint8)))


def results(losses: list[tuple[float]], schedule: str, folder: Path) -> None:
    """Keep a classifier of these losses as a stage does."""
    run = TrainingRun("classifier x", "0123", 0, 40, 8, schedule=schedule)  # type: ignore[arg-type]
    log = TrainingLog(["loss"], 8, "float32", list(losses), 1.0)
    torch.manual_seed(0)
    files = TrainingFiles(folder / "x.safetensors", folder / "x.csv", folder / "x.json")
    keep(run, results_of(Cnn(10), log, "cnn", [[0, 9]]), files)


@pytest.mark.fault(
    "a classifier at chance after its training",
    "losses of a blind guess",
    "the stage fails and writes nothing; at the schedule demo it warns",
)
def test_a_classifier_at_chance_is_not_kept(
    workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(CollapseError, match=r"x: it reads at chance.*lower the learning"):
        results([(CHANCE,)] * 40, "cpu", workspace)
    assert list(workspace.iterdir()) == []
    with caplog.at_level(logging.WARNING):
        results([(CHANCE,)] * 40, "demo", workspace)
    assert "warning: classifier x: it reads at chance" in caplog.text
    assert (workspace / "x.safetensors").exists()


def test_a_classifier_that_learned_is_kept_without_a_word(
    workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    results([(CHANCE,)] * 20 + [(0.3,)] * 20, "published", workspace)
    assert caplog.text == ""


@pytest.mark.fault(
    "a set of one shape",
    "a generator that paints one image",
    "the stage fails before it writes; at the schedule demo it warns",
)
@pytest.mark.parametrize("schedule", ["cpu", "published"])
def test_findings_are_errors_but_for_the_demo(schedule: str) -> None:
    tell("gan x", [], "cpu")
    tell("gan x", ["its digits are of one shape"], "demo")
    with pytest.raises(CollapseError, match="gan x: its digits are of one shape; lower"):
        tell("gan x", ["its digits are of one shape"], schedule)  # type: ignore[arg-type]
