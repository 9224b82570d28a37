"""The Fréchet distance has known answers, and is far from zero for planted failures."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from synthdigits.data.digits import Digits
from synthdigits.evaluation.fidelity import FrechetDistance
from synthdigits.models.classifiers import Classifier


class Columns(Classifier):
    """A reader whose features are the pixels of the first eight columns, averaged over the rows."""

    anneals = False

    def __init__(self) -> None:
        super().__init__(10)
        self.features = nn.Sequential(nn.AvgPool2d((28, 1)), nn.Flatten(), nn.Linear(28, 8, False))
        self.features[2].weight.data = torch.eye(8, 28)
        self.head = nn.Linear(8, 10)

    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), learning_rate)


@pytest.fixture(scope="module")
def frechet(digits: Digits) -> FrechetDistance:
    return FrechetDistance(Columns().eval(), digits.images)


def test_a_set_is_at_no_distance_from_itself(frechet: FrechetDistance, digits: Digits) -> None:
    assert frechet.to(digits.images) == pytest.approx(0, abs=1e-4)


def test_with_equal_covariances_it_is_the_squared_difference_of_the_means(
    frechet: FrechetDistance, digits: Digits
) -> None:
    """Every pixel 51 of 255 brighter is 0.4 in each of eight features on the scale of [-1, 1]."""
    darker = FrechetDistance(Columns().eval(), digits.images // 2)
    assert darker.to(digits.images // 2 + 51) == pytest.approx(8 * 0.4**2, rel=1e-3)


def test_earlier_sets_leave_no_trace(frechet: FrechetDistance, digits: Digits) -> None:
    first = frechet.to(digits.images[:50])
    frechet.to(np.zeros_like(digits.images))
    assert frechet.to(digits.images[:50]) == first


def test_a_collapsed_generator_is_far_away(frechet: FrechetDistance, digits: Digits) -> None:
    honest = frechet.to(digits.images[100:])
    collapsed = frechet.to(np.repeat(digits.images[:1], 100, axis=0))
    assert collapsed > 5 * honest
