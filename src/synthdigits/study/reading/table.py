"""The study's results as a table, and its means and gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from synthdigits.drawing.plots import BOUNDS
from synthdigits.study.arms import ARMS, COMPARED
from synthdigits.study.reading.answers import Answer
from synthdigits.study.reading.statistics import bootstrapped, mcnemar


def rows_of(answers: list[Answer], training_seed: int) -> pd.DataFrame:
    """One row for each (budget, arm, subset seed, training seed)."""
    return pd.DataFrame(
        {
            "budget": answer.budget,
            "arm": answer.arm,
            "subset_seed": answer.subset,
            "training_seed": training_seed,
            "accuracy": float(answer.right.mean()),
        }
        for answer in answers
    )


def summary(
    table: pd.DataFrame, answers: list[Answer], all_digits: int, confidence: float, seed: int
) -> dict[str, Any]:
    """By budget: each arm's mean accuracy, and the gains with their intervals.

    Args:
        table: what :func:`rows_of` gave.
        all_digits: the budget at which every subset is the same and McNemar's test is made.
    """
    figures: dict[str, Any] = {}
    for budget, part in table.groupby("budget"):
        wide = part.pivot_table(index="subset_seed", columns="arm", values="accuracy")
        arms = {arm: asdict(bootstrapped(wide[arm].to_numpy(), confidence, seed)) for arm in ARMS}
        gains = {
            f"{arm}_over_{other}": asdict(
                bootstrapped((wide[arm] - wide[other]).to_numpy(), confidence, seed)
            )
            for arm, other in COMPARED
        }
        figures[str(budget)] = {"arms": arms, "gains": gains}
        if budget == all_digits:
            figures[str(budget)]["mcnemar_p"] = _mcnemar(answers, all_digits)
    return figures


def _mcnemar(answers: list[Answer], budget: int) -> dict[str, Mapping[str, float]]:
    """By pair of arms: the p-value of each subset seed."""
    right = {
        (answer.subset, answer.arm): answer.right for answer in answers if answer.budget == budget
    }
    subsets = sorted({subset for subset, _ in right})
    return {
        f"{arm}_over_{other}": {
            str(subset): mcnemar(right[subset, arm], right[subset, other]) for subset in subsets
        }
        for arm, other in COMPARED
    }


def gains_table(figures: Mapping[str, Any]) -> pd.DataFrame:
    """Gains of :func:`summary` in percentage points: budget, arm, over, mean, low, high."""
    return pd.DataFrame(
        {
            "budget": int(budget),
            "arm": arm,
            "over": other,
            **{bound: 100 * of_budget["gains"][f"{arm}_over_{other}"][bound] for bound in BOUNDS},
        }
        for budget, of_budget in figures.items()
        for arm, other in COMPARED
    )
