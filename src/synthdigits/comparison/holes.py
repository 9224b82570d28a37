"""What a hole costs a reader, by its size and by the ink it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from torch import nn

from synthdigits.classifiers.reading import class_probabilities, predictions
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import holes_in, mask_digits
from synthdigits.inpainting.classical import Repair
from synthdigits.randomness import numpy_generator


@dataclass(frozen=True)
class Arm:
    """Someone who reads masked digits: a repair and the classifier behind it."""

    repair: Repair
    reader: nn.Module

    def right(self, masked: MaskedDigits) -> NDArray[np.bool_]:
        """Which digits are read rightly: (N,)."""
        found: NDArray[np.bool_] = predictions(self.reader, self.repair(masked)) == masked.labels
        return found


def accuracy_by_size(
    arms: Mapping[str, Arm], whole: Digits, mask: MaskParams, sizes: Sequence[int], seed: int
) -> pd.DataFrame:
    """Columns ``size``, ``arm``, ``accuracy``; every arm reads the same holes."""
    rows = []
    for size in sizes:
        generator = numpy_generator(seed, f"holes of size {size}")
        masked = mask_digits(whole, mask.resized(size), generator)
        rows += [(size, name, float(arm.right(masked).mean())) for name, arm in arms.items()]
    return pd.DataFrame(rows, columns=["size", "arm", "accuracy"])


def lost_ink(whole: Digits, masked: MaskedDigits) -> NDArray[np.float64]:
    """Share of each digit's ink that its hole took: (N,); 0 for a digit with no ink."""
    ink = whole.images.astype(np.float64)
    taken = (ink * holes_in(masked)).sum(axis=(1, 2))
    share: NDArray[np.float64] = taken / np.maximum(ink.sum(axis=(1, 2)), 1)
    return share


def accuracy_by_ink(
    verdicts: Mapping[str, pd.DataFrame], whole: Digits, masked: MaskedDigits, parts: int
) -> pd.DataFrame:
    """Columns ``lost_ink`` (a part's mean), ``arm``, ``accuracy``; equally many digits a part.

    Args:
        verdicts: by arm, the columns ``actual`` and ``predicted`` with a row for each digit.
    """
    share = lost_ink(whole, masked)
    groups = np.array_split(np.argsort(share, kind="stable"), parts)
    rows = []
    for name, verdict in verdicts.items():
        right = (verdict["actual"] == verdict["predicted"]).to_numpy()
        rows += [(share[group].mean(), name, right[group].mean()) for group in groups]
    return pd.DataFrame(rows, columns=["lost_ink", "arm", "accuracy"])


def hardest(reader: nn.Module, repaired: MaskedDigits, count: int) -> NDArray[np.int64]:
    """Places of the repairs whose true class the reader thinks least likely: (count,)."""
    likely = class_probabilities(reader, repaired.images).numpy()
    return np.argsort(likely[np.arange(len(repaired)), repaired.labels], kind="stable")[:count]
