"""The study's table, its means and gains, from answers that are known."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.study.arms import ARMS, COMPARED
from synthdigits.study.reading.answers import Answer
from synthdigits.study.reading.table import gains_table, rows_of, summary

DIGITS = 100


def answers(budget: int, subsets: int) -> list[Answer]:
    """The n-th arm reads 50 + n digits, and one more in each further subset."""
    return [
        Answer(budget, subset, arm, np.arange(DIGITS) < 50 + place + subset)
        for subset in range(1, subsets + 1)
        for place, arm in enumerate(ARMS)
    ]


def test_one_row_for_each_budget_arm_and_subset() -> None:
    given = answers(20, 2) + answers(DIGITS, 1)
    table = rows_of(given, training_seed=7)
    assert len(table) == 3 * len(ARMS)
    assert set(table.training_seed) == {7}
    row = table[(table.budget == 20) & (table.subset_seed == 2) & (table.arm == "real")]
    assert row.accuracy.item() == 0.52


def test_gains_are_differences_within_subsets() -> None:
    given = answers(20, 3)
    figures = summary(rows_of(given, 1), given, DIGITS, 0.95, seed=1)["20"]
    places = {arm: place for place, arm in enumerate(ARMS)}
    for arm, other in COMPARED:
        gain = figures["gains"][f"{arm}_over_{other}"]
        assert gain["mean"] == pytest.approx((places[arm] - places[other]) / DIGITS)
        assert gain["low"] == pytest.approx(gain["high"])  # the same in every subset
        assert gain["subsets"] == 3
    assert figures["arms"]["real"]["mean"] == pytest.approx(0.52)
    assert "mcnemar_p" not in figures


def test_full_data_is_tested_with_mcnemar() -> None:
    given = answers(DIGITS, 2)
    figures = summary(rows_of(given, 1), given, DIGITS, 0.95, seed=1)[str(DIGITS)]
    arm, other = COMPARED[0]
    p_values = figures["mcnemar_p"][f"{arm}_over_{other}"]
    gained = list(ARMS).index(arm) - list(ARMS).index(other)
    assert p_values == pytest.approx({"1": 2 * 0.5**gained, "2": 2 * 0.5**gained})


def test_gains_are_drawn_in_percentage_points() -> None:
    given = answers(20, 2)
    table = gains_table(summary(rows_of(given, 1), given, DIGITS, 0.95, seed=1))
    assert list(zip(table.arm, table.over, strict=True)) == list(COMPARED)
    assert table["mean"].max() == pytest.approx(
        max(list(ARMS).index(arm) - list(ARMS).index(other) for arm, other in COMPARED)
    )
