"""Rows of a batch follow from (seed, purpose, iteration)."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from synthdigits.learning.feeding import RowFeeder
from synthdigits.plumbing.errors import SynthdigitsError


def test_a_shuffled_epoch_shows_every_row_once() -> None:
    feeder = RowFeeder(100, "shuffled", seed=0, purpose="test")
    epoch = np.concatenate([feeder.draw(iteration, 20) for iteration in range(5)])
    assert sorted(epoch.tolist()) == list(range(100))
    following = np.concatenate([feeder.draw(iteration, 20) for iteration in range(5, 10)])
    assert sorted(following.tolist()) == list(range(100))
    assert not np.array_equal(epoch, following)


def test_an_iteration_has_the_same_rows_after_a_restart() -> None:
    feeders = [RowFeeder(100, "shuffled", seed=0, purpose="test") for _ in range(2)]
    for iteration in range(13):
        feeders[0].draw(iteration, 30)
    assert np.array_equal(feeders[0].draw(13, 30), feeders[1].draw(13, 30))


def test_in_order_follows_the_file_and_begins_again() -> None:
    feeder = RowFeeder(10, "in_order", seed=0, purpose="test")
    assert [feeder.draw(iteration, 4).tolist() for iteration in range(3)] == [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [0, 1, 2, 3],
    ]


def test_with_replacement_draws_anew_at_each_call() -> None:
    feeder = RowFeeder(1000, "with_replacement", seed=0, purpose="test")
    torch.manual_seed(0)
    assert not np.array_equal(feeder.draw(0, 50), feeder.draw(0, 50))


def test_a_batch_larger_than_the_set_is_an_error() -> None:
    with pytest.raises(SynthdigitsError, match="gan x: a batch of 11 is more than the 10"):
        RowFeeder(10, "shuffled", 0, "gan x").draw(0, 11)
