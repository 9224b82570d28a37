"""Gains and tests whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.study.statistics import mcnemar, paired_gain


def test_a_constant_gain_has_no_spread() -> None:
    baseline = np.array([0.7, 0.8, 0.75])
    gain = paired_gain(baseline + 0.05, baseline, 0.95, seed=1)
    assert (gain.mean, gain.low, gain.high) == pytest.approx((0.05, 0.05, 0.05))
    assert gain.pairs == 3


def test_pairing_takes_the_subsets_own_difficulty_out() -> None:
    """Subsets differ by tens of points, the arms by two: the interval stays above 0."""
    baseline = np.array([0.5, 0.6, 0.7, 0.8, 0.9])
    arm = baseline + np.array([0.015, 0.02, 0.025, 0.02, 0.02])
    gain = paired_gain(arm, baseline, 0.95, seed=1)
    assert gain.mean == pytest.approx(0.02)
    assert 0.015 < gain.low < 0.02 < gain.high < 0.025


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(0)
    covered = 0
    for trial in range(200):
        differences = generator.normal(0.01, 0.02, 20)
        gain = paired_gain(differences, np.zeros(20), 0.9, seed=trial)
        covered += gain.low <= 0.01 <= gain.high
    assert 0.82 < covered / 200 < 0.96


def test_mcnemar_counts_only_where_they_differ() -> None:
    right = np.array([True] * 90 + [False] * 10)
    other = right.copy()
    assert mcnemar(right, other) == 1.0
    other[:10] = False
    assert mcnemar(right, other) == pytest.approx(2 * 0.5**10)
