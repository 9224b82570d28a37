"""Membership attacks with known answers: told apart, a guess, turned round, ties."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from synthdigits.measures.membership import membership


def drawn(seed: int, shift: float, count: int = 2000) -> np.ndarray:
    return np.random.default_rng(seed).normal(shift, 1, count)


def test_members_that_all_score_higher_are_all_found() -> None:
    figures = membership(np.arange(100, 200.0), np.arange(100.0), 0.95)
    assert (figures.auc, figures.auc_low, figures.auc_high) == (1.0, 1.0, 1.0)
    assert figures.true_positives == 1.0
    assert (figures.members, figures.held_out) == (100, 100)


def test_scores_that_say_nothing_are_a_guess() -> None:
    figures = membership(drawn(1, 0), drawn(2, 0), 0.95)
    assert figures.auc_low < 0.5 < figures.auc_high
    assert figures.true_positives_low < 0.015
    assert figures.auc_high - figures.auc_low < 0.05


def test_equal_scores_are_a_guess_and_find_nobody() -> None:
    figures = membership(np.zeros(50), np.zeros(50), 0.95)
    assert figures.auc == 0.5
    assert figures.true_positives == 0.0


def test_the_direction_counts() -> None:
    assert membership(drawn(1, -1), drawn(2, 0), 0.95).auc_high < 0.5


def test_the_area_is_what_scikit_learn_gives() -> None:
    members, held_out = drawn(1, 0.5).round(1), drawn(2, 0).round(1)
    labels = np.repeat([1, 0], 2000)
    expected = roc_auc_score(labels, np.concatenate([members, held_out]))
    assert membership(members, held_out, 0.95).auc == pytest.approx(expected)


def test_the_interval_holds_the_true_area_as_often_as_it_says() -> None:
    truth = 0.6382  # of two normal distributions half a deviation apart: Φ(0.5 / √2)
    within = [
        figures.auc_low < truth < figures.auc_high
        for seed in range(200)
        for figures in [membership(drawn(seed, 0.5, 200), drawn(seed + 1000, 0, 200), 0.9)]
    ]
    assert 0.84 < np.mean(within) < 0.96
