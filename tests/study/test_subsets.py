"""Subsets are stratified, nested and made again from their seed."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.study.training.subsets import subset

LABELS = np.random.default_rng(0).choice(4, 1000, p=[0.1, 0.2, 0.3, 0.4]).astype(np.uint8)


@pytest.mark.parametrize("budget", [10, 100, 317, 1000])
def test_every_class_is_there_in_proportion(budget: int) -> None:
    chosen = LABELS[subset(LABELS, budget, seed=1)]
    expected = np.bincount(LABELS) * budget / len(LABELS)
    assert np.abs(np.bincount(chosen, minlength=4) - expected).max() <= 1


def test_a_larger_budget_holds_the_smaller() -> None:
    small, large = (subset(LABELS, budget, seed=1) for budget in (100, 400))
    assert set(small.tolist()) < set(large.tolist())


def test_no_digit_is_taken_twice() -> None:
    assert len(np.unique(subset(LABELS, 1000, seed=1))) == 1000


def test_another_seed_is_another_subset() -> None:
    first, again, other = (subset(LABELS, 100, seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert len(set(first.tolist()) & set(other.tolist())) < 30


def test_a_budget_beyond_the_data_is_an_error() -> None:
    with pytest.raises(SynthdigitsError, match="a budget of 1001 is more than the 1000"):
        subset(LABELS, 1001, seed=1)
