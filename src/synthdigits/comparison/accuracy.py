"""Accuracy on the real test digits, in every guise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import nn

from synthdigits.classifiers.reading import predictions
from synthdigits.digits.digits import Digits
from synthdigits.measures.intervals import Proportion, proportion
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class Verdict:
    """What a classifier said of each test digit: ``actual`` and ``predicted`` are uint8 (N,)."""

    actual: NDArray[np.uint8]
    predicted: NDArray[np.uint8]

    def accuracy(self, confidence: float) -> Proportion:
        right = int((self.actual == self.predicted).sum())
        return proportion(right, len(self.actual), confidence)

    def accuracy_per_digit(self) -> dict[str, float]:
        """Share read rightly among the digits of each class that occurs."""
        return {
            str(label): float((self.predicted[self.actual == label] == label).mean())
            for label in np.unique(self.actual)
        }


def judge(classifier: nn.Module, test: Digits, training_rows: list[list[int]]) -> Verdict:
    """Let a classifier read the test digits.

    Args:
        training_rows: inclusive ranges of the real rows that shaped the classifier or the images.

    Raises:
        SynthdigitsError: a test row is among them.
    """
    for first, last in training_rows:
        leaked = test.rows[(test.rows >= first) & (test.rows <= last)]
        if len(leaked):
            raise SynthdigitsError(
                f"test row {leaked[0]} (and {len(leaked) - 1} more) was used in training; "
                "its accuracy would mean nothing"
            )
    return Verdict(test.labels, predictions(classifier, test))
