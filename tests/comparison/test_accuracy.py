"""Scores with known answers, and the wall around the test rows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from comparison.classifiers import RuleClassifier
from synthdigits.comparison.accuracy import Readings, read_test
from synthdigits.digits.digits import Digits
from synthdigits.measures.intervals import proportion
from synthdigits.plumbing.errors import SynthdigitsError


class BarClassifier(RuleClassifier):
    """Reads the bars of the test digits without any training."""

    def __init__(self) -> None:
        super().__init__()
        self.anchor = nn.Parameter(torch.zeros(1))

    def forward(self, pixels: Tensor) -> Tensor:
        return pixels[:, 0, 4:24:2].mean(dim=2) * 100 + self.anchor


def test_a_perfect_classifier_is_always_right(digits: Digits) -> None:
    readings = read_test(BarClassifier(), digits, [])
    score = readings.accuracy(0.95)
    assert (score.accuracy, score.images) == (1.0, 200)
    assert score.low < 1.0
    assert score.high == pytest.approx(1.0)


def test_shuffled_labels_are_read_by_chance(digits: Digits) -> None:
    shuffled = np.random.default_rng(0).permutation(digits.labels)
    readings = read_test(BarClassifier(), Digits(digits.images, shuffled, digits.rows), [])
    assert readings.accuracy(0.95).accuracy < 0.2


def test_a_test_row_among_the_training_rows_stops_the_scoring(digits: Digits) -> None:
    with pytest.raises(SynthdigitsError, match=r"test row 150 \(and 9 more\)"):
        read_test(BarClassifier(), digits[100:], [[0, 99], [150, 159]])
    read_test(BarClassifier(), digits[100:], [[0, 99], [200, 300]])


def test_the_interval_is_wilsons() -> None:
    score = proportion(9900, 10_000, 0.95)
    assert (round(score.low, 5), round(score.high, 5)) == (0.98785, 0.99177)


def test_accuracy_per_digit_knows_which_digit_fails() -> None:
    readings = Readings(np.array([0, 0, 1, 1], np.uint8), np.array([0, 0, 1, 0], np.uint8))
    assert readings.accuracy_per_digit() == {"0": 1.0, "1": 0.5}


def test_figures_are_those_of_the_metrics(digits: Digits) -> None:
    figures = read_test(BarClassifier(), digits, []).figures(0.95)
    assert list(figures) == ["accuracy", "low", "high", "images", "per_digit"]
    assert figures["per_digit"] == dict.fromkeys("0123456789", 1.0)
