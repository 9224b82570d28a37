"""What the study's classifiers read of the test digits: the only place that shows them any."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.accuracy import read_test
from synthdigits.config.paths import STUDY_CHOICES
from synthdigits.config.sections import BudgetParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import rows_behind
from synthdigits.study.arms import ARMS


@dataclass(frozen=True)
class Answer:
    """How the classifier of one arm and subset does on the test digits.

    Attributes:
        right: bool (N,), where it reads the label.
    """

    budget: int
    subset: int
    arm: str
    right: NDArray[np.bool_]


def read_choices(study: Path, rows: Sequence[BudgetParams]) -> pd.DataFrame:
    """What the validation part of each subset chose: warp, shares, and how many digits it kept."""
    choices = []
    for row in rows:
        for number in range(1, row.subsets + 1):
            folder = study / f"{row.budget}-{number}"
            chosen = json.loads((folder / STUDY_CHOICES).read_text(encoding="utf-8"))
            shares = {f"share_{name}": share for name, share in chosen["shares"].items()}
            kept = {f"kept_{name}": count for name, count in chosen["sets"].items()}
            place = {"budget": row.budget, "subset_seed": number}
            choices.append({**place, **chosen["warp"], **shares, **kept})
    return pd.DataFrame(choices)


def read_answers(study: Path, rows: Sequence[BudgetParams], test: Digits) -> list[Answer]:
    """Load every classifier under ``study`` and let it read ``test``.

    Raises:
        SynthdigitsError: one is missing, or test rows are among those behind it.
    """
    answers = []
    for row in rows:
        for number in range(1, row.subsets + 1):
            for arm in ARMS:
                weights = study / f"{row.budget}-{number}/{arm}.safetensors"
                readings = read_test(load_classifier(weights), test, rows_behind(weights))
                answers.append(Answer(row.budget, number, arm, readings.right))
    return answers
