"""Gains and tests whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.study.reading.statistics import bootstrapped, mcnemar


def test_a_constant_gain_has_no_spread() -> None:
    baseline = np.array([0.7, 0.8, 0.75])
    gain = bootstrapped((baseline + 0.05) - baseline, 0.95, seed=1)
    assert (gain.mean, gain.low, gain.high) == pytest.approx((0.05, 0.05, 0.05))
    assert gain.subsets == 3


def test_an_interval_lies_around_the_mean_and_inside_the_values() -> None:
    gain = bootstrapped(np.array([0.015, 0.02, 0.025, 0.02, 0.02]), 0.95, seed=1)
    assert gain.mean == pytest.approx(0.02)
    assert 0.015 < gain.low < 0.02 < gain.high < 0.025


def test_a_single_subset_has_no_interval() -> None:
    gain = bootstrapped(np.array([0.3]), 0.95, seed=1)
    assert (gain.low, gain.high, gain.subsets) == (0.3, 0.3, 1)


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(0)
    covered = 0
    for trial in range(200):
        differences = generator.normal(0.01, 0.02, 20)
        gain = bootstrapped(differences, 0.9, seed=trial)
        covered += gain.low <= 0.01 <= gain.high
    assert 0.82 < covered / 200 < 0.96


def test_mcnemar_counts_only_where_they_differ() -> None:
    right = np.array([True] * 90 + [False] * 10)
    other = right.copy()
    assert mcnemar(right, other) == 1.0
    other[:10] = False
    assert mcnemar(right, other) == pytest.approx(2 * 0.5**10)


def test_mcnemar_is_the_same_whoever_comes_first() -> None:
    generator = np.random.default_rng(0)
    right, other = (generator.random(500) < share for share in (0.8, 0.75))
    assert mcnemar(right, other) == pytest.approx(mcnemar(other, right))


def test_mcnemar_gives_the_binomial_tail_on_both_sides() -> None:
    """3 digits gained and 9 lost: twice the chance of at most 3 heads in 12 throws."""
    right = np.array([True] * 3 + [False] * 9 + [True] * 50)
    other = np.array([False] * 3 + [True] * 9 + [True] * 50)
    assert mcnemar(right, other) == pytest.approx(2 * (1 + 12 + 66 + 220) / 2**12)
