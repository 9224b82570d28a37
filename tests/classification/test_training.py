"""Classifiers learn, mix and see holes as they are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from synthdigits.classification import training as classification
from synthdigits.classification.mixing import best_share
from synthdigits.classification.training import Material, Mixture, train_classifier
from synthdigits.classifiers.reading import accuracy, class_probabilities
from synthdigits.config.params import Params
from synthdigits.config.sections import ClassifierParams, MaskParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.warp import STILL
from synthdigits.learning.run import TrainingRun

RUN = TrainingRun("classifier test", "0", seed=0, iterations=30, batch_size=40)


@pytest.fixture
def section(params: Params) -> ClassifierParams:
    return params.classifiers.cnn.model_copy(update={"warp": STILL})


def test_a_classifier_learns_bars(
    workspace: Path, digits: Digits, section: ClassifierParams
) -> None:
    network, log = train_classifier(
        replace(RUN, iterations=90), "cnn", section, Material(digits, 10)
    )
    assert log.losses[-1][0] < log.losses[0][0] / 10
    assert accuracy(network, digits) > 0.95


def test_equal_seeds_give_equal_losses_and_others_do_not(
    workspace: Path, digits: Digits, section: ClassifierParams
) -> None:
    short = replace(RUN, iterations=3)
    first, again = (
        train_classifier(short, "cnn", section, Material(digits, 10))[1].losses for _ in "ab"
    )
    other = train_classifier(replace(short, seed=1), "cnn", section, Material(digits, 10))[1].losses
    assert first == again
    assert first != other


def test_a_mixture_takes_its_share_of_every_batch(digits: Digits) -> None:
    synthetic = replace(digits, images=np.zeros_like(digits.images))
    material = Material(digits, 10, Mixture(synthetic, 0.25))
    draw = classification.drawing(RUN, STILL, material, torch.device("cpu"))
    for iteration in range(5):
        batch = draw(iteration, 40)
        assert len(batch.pixels) == len(batch.labels) == 40
        assert sum(float(pixels.max()) == -1 for pixels in batch.pixels) == 10


def test_holes_are_fresh_at_every_iteration() -> None:
    white = torch.ones(6, 1, 28, 28)
    mask = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)
    first, second = (classification._holed(white, mask, RUN, number) for number in (0, 1))
    assert [(image == -1).sum().item() for image in first] == [64] * 6
    assert not torch.equal(first, second)


def test_the_best_share_is_the_smallest_of_equals() -> None:
    assert best_share({0.5: 0.98, 0.3: 0.99, 0.1: 0.99}) == 0.1


def test_a_set_without_its_last_classes_still_trains_for_all(
    workspace: Path, digits: Digits, section: ClassifierParams
) -> None:
    short = replace(RUN, iterations=1)
    network, _ = train_classifier(short, "cnn", section, Material(digits[digits.labels < 5], 10))
    assert class_probabilities(network, digits.images).shape == (200, 10)
