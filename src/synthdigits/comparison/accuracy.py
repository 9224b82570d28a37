"""What a classifier reads of test digits, scored."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import predictions
from synthdigits.digits.digits import Digits
from synthdigits.measures.intervals import Proportion, proportion
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class Readings:
    """What a classifier said of each test digit: ``actual`` and ``predicted`` are uint8 (N,)."""

    actual: NDArray[np.uint8]
    predicted: NDArray[np.uint8]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the label was read: (N,)."""
        agreed: NDArray[np.bool_] = self.actual == self.predicted
        return agreed

    def accuracy(self, confidence: float) -> Proportion:
        return proportion(int(self.right.sum()), len(self.actual), confidence)

    def accuracy_per_digit(self) -> dict[str, float]:
        """Share read correctly among the digits of each class that occurs."""
        return {
            str(label): float(self.right[self.actual == label].mean())
            for label in np.unique(self.actual)
        }

    def figures(self, confidence: float) -> dict[str, Any]:
        """``accuracy`` with its interval ``low`` to ``high``, ``images``, and ``per_digit``."""
        return {**asdict(self.accuracy(confidence)), "per_digit": self.accuracy_per_digit()}


def read_test(classifier: Classifier, test: Digits, training_rows: list[list[int]]) -> Readings:
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
    return Readings(test.labels, predictions(classifier, test))
