"""Three planted failures, each of which the yardstick must show: collapse, replay, wrong labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from comparison.classifiers import RuleClassifier
from synthdigits.classifiers.reading import features_of
from synthdigits.comparison.yardstick import Yardstick
from synthdigits.digits.digits import Digits
from synthdigits.ruler.moments import Moments
from synthdigits.ruler.ruler import Header, Ruler


class Pooled(RuleClassifier):
    """Sees averages over squares of four pixels, and reads the bright bar of the test digits."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.AvgPool2d(4), nn.Flatten(), nn.Linear(49, 49, bias=False))
        self.features[2].weight.data = torch.eye(49)

    def forward(self, images: Tensor) -> Tensor:
        bars: Tensor = images[:, 0, 4:24:2].mean(dim=2) > 0.9
        return 20 * bars.float()


def drawn(count: int, seed: int) -> Digits:
    """Noisy digits as in the fixture ``digits``, other noise for every seed."""
    generator = np.random.default_rng(seed)
    labels = (np.arange(count) % 10).astype(np.uint8)
    images = generator.integers(0, 200, (count, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * int(label) + 4] = 255
    return Digits(images, labels, np.arange(count, dtype=np.int64))


TRAIN, HELD_OUT, HONEST = drawn(600, 1), drawn(200, 2), drawn(200, 3)


@pytest.fixture(scope="module")
def yardstick() -> Yardstick:
    header = Header("pooled", 10, [[0, 599]], 1.0)
    train, test = (Moments.of(features_of(Pooled(), part.images)) for part in (TRAIN, HELD_OUT))
    return Yardstick(TRAIN, HELD_OUT, Ruler(header, Pooled(), train, test, "a1"), seed=1)


def measured(yardstick: Yardstick, digits: Digits) -> dict[str, Any]:
    return yardstick.measure(digits, yardstick.neighbours_of(digits))


def test_an_honest_set_is_at_the_floor(yardstick: Yardstick) -> None:
    figures, floor = measured(yardstick, HONEST), yardstick.floor()
    assert set(figures) == set(floor)
    assert figures["ruler"] == "a1"
    assert figures["frechet_distance"] == pytest.approx(floor["frechet_distance"], rel=0.2)
    assert figures["coverage"] == pytest.approx(floor["coverage"], abs=0.1)
    assert figures["nearest_neighbour_ratio"] == pytest.approx(1, abs=0.02)
    assert figures["nearest_neighbour_ratio_pixels"] == pytest.approx(1, abs=0.02)
    assert figures["label_accuracy"] == 1.0
    assert figures["duplicates"] == 0.0
    assert set(figures["kernel_distance_per_class"]) == set("0123456789")


def test_a_collapsed_generator_is_caught(yardstick: Yardstick) -> None:
    collapsed = Digits(np.repeat(HONEST.images[:1], 200, axis=0), HONEST.labels, HONEST.rows)
    figures, floor = measured(yardstick, collapsed), yardstick.floor()
    assert figures["frechet_distance"] > 3 * floor["frechet_distance"]
    assert figures["recall"] < 0.2 < floor["recall"]
    assert figures["coverage"] < 0.2 < floor["coverage"]
    assert figures["class_balance"] == 0.0
    assert figures["duplicates"] == 1.0


def test_a_replay_of_training_digits_is_caught(yardstick: Yardstick) -> None:
    figures = measured(yardstick, TRAIN[:200])
    assert figures["nearest_neighbour_ratio"] < 0.9
    assert figures["nearest_neighbour_ratio_pixels"] < 0.9
    assert figures["duplicates"] == 1.0
    neighbours = yardstick.neighbours_of(TRAIN[:200])
    generated, trained_on, held_out = yardstick.most_copied(TRAIN[:200], neighbours, 5)
    np.testing.assert_array_equal(generated, trained_on)
    assert held_out.shape == (5, 28, 28)


def test_shuffled_labels_are_caught(yardstick: Yardstick) -> None:
    shuffled = Digits(HONEST.images, np.roll(HONEST.labels, 2), HONEST.rows)
    figures, honest = measured(yardstick, shuffled), measured(yardstick, HONEST)
    assert figures["label_accuracy"] == 0.0
    assert min(figures["kernel_distance_per_class"].values()) > max(
        honest["kernel_distance_per_class"].values()
    )
