"""The moving average follows the weights and BatchNorm's statistics."""

import pytest
import torch
from torch import nn

from synthdigits.learning.ema import update_average


def test_late_in_training_the_decay_is_the_one_asked_for() -> None:
    average, network = nn.BatchNorm1d(1), nn.BatchNorm1d(1)
    nn.init.constant_(network.weight, 3.0)
    network.running_mean = torch.tensor([10.0])
    network.num_batches_tracked = torch.tensor(7)
    update_average(average, network, decay=0.9, iteration=10_000)
    assert float(average.weight.detach()) == pytest.approx(0.9 * 1 + 0.1 * 3)
    assert float(average.running_mean) == pytest.approx(1.0)  # type: ignore[arg-type]
    assert int(average.num_batches_tracked) == 7  # type: ignore[arg-type]


def test_early_in_training_the_average_forgets_the_random_start() -> None:
    average, network = nn.Linear(1, 1), nn.Linear(1, 1)
    nn.init.constant_(average.weight, 0.0)
    nn.init.constant_(network.weight, 1.0)
    update_average(average, network, decay=0.999, iteration=0)
    assert float(average.weight.detach()) == pytest.approx(0.9)
