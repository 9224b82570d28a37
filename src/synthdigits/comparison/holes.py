"""What a hole costs a classifier, by its size and by the ink that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities
from synthdigits.comparison.accuracy import Readings, read_test
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import holes_in, mask_digits, resized
from synthdigits.inpainting.classical import Repair
from synthdigits.randomness import numpy_generator


@dataclass(frozen=True)
class Arm:
    """A repair, the classifier behind it, and the real rows behind both as inclusive ranges."""

    repair: Repair
    classifier: Classifier
    training_rows: list[list[int]]

    def read(self, masked: MaskedDigits) -> Readings:
        """What the classifier reads of digits once they are repaired."""
        return self.read_repaired(self.repair(masked))

    def read_repaired(self, repaired: MaskedDigits) -> Readings:
        """What it reads of digits that the arm's repair has been over.

        Raises:
            SynthdigitsError: a row of them is among those behind the arm.
        """
        return read_test(self.classifier, repaired, self.training_rows)


def accuracy_by_size(
    arms: Mapping[str, Arm], whole: Digits, mask: MaskParams, sizes: Sequence[int], seed: int
) -> pd.DataFrame:
    """Columns ``size``, ``arm``, ``accuracy``; equal seeds give every arm the same holes."""
    rows = []
    for size in sizes:
        generator = numpy_generator(seed, f"holes of size {size}")
        masked = mask_digits(whole, resized(mask, size), generator)
        rows += [(size, name, arm.read(masked).right.mean()) for name, arm in arms.items()]
    return pd.DataFrame(rows, columns=["size", "arm", "accuracy"])


def lost_ink(whole: Digits, masked: MaskedDigits) -> NDArray[np.float64]:
    """Share of each digit's ink that its hole took: (N,); 0 for a digit with no ink."""
    ink = whole.images.astype(np.float64)
    taken = (ink * holes_in(masked)).sum(axis=(1, 2))
    share: NDArray[np.float64] = taken / np.maximum(ink.sum(axis=(1, 2)), 1)
    return share


def accuracy_by_ink(
    by_arm: Mapping[str, Readings], lost: NDArray[np.float64], parts: int
) -> pd.DataFrame:
    """Columns ``lost_ink`` (a part's mean), ``arm``, ``accuracy``; equally many digits a part.

    Args:
        lost: what :func:`lost_ink` gives for the digits of the readings: (N,).
    """
    groups = np.array_split(np.argsort(lost, kind="stable"), parts)
    rows = [
        (lost[group].mean(), name, readings.right[group].mean())
        for name, readings in by_arm.items()
        for group in groups
    ]
    return pd.DataFrame(rows, columns=["lost_ink", "arm", "accuracy"])


def hardest(classifier: Classifier, repaired: MaskedDigits, count: int) -> NDArray[np.int64]:
    """Places of the repairs whose true class the classifier gives the least: (count,)."""
    probabilities = class_probabilities(classifier, repaired.images).numpy()
    of_label = probabilities[np.arange(len(repaired)), repaired.labels]
    return np.argsort(of_label, kind="stable")[:count]
