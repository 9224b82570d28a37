"""Whether a classifier trained on real digits can read others, and reads their labels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from torch import nn

from synthdigits.classifiers.reading import class_probabilities
from synthdigits.digits.digits import Digits

RECOGNISABLE = 0.9
"""Probability at which a digit counts as recognisable, document 004's measure made objective."""


def label_quality(digits: Digits, reader: nn.Module) -> dict[str, float]:
    """Shares of a set, higher being better.

    ``recognisable`` is the share to which ``reader`` gives at least 0.9 for some class;
    ``label_accuracy`` the share whose likeliest class is the label (where ``reader`` itself gave
    the labels it is 1 and says nothing); ``class_balance`` is 1 where all classes are read
    equally often and 0 where one takes all.
    """
    found = class_probabilities(reader, digits.images)
    best = found.max(dim=1)
    read = best.indices.numpy()
    return {
        "recognisable": float((best.values >= RECOGNISABLE).float().mean()),
        "label_accuracy": float((read == digits.labels).mean()),
        "class_balance": class_balance(read, found.shape[1]),
    }


def class_balance(labels: NDArray[np.integer], classes: int) -> float:
    """Entropy of the labels' shares, divided by the logarithm of the number of classes."""
    shares = np.bincount(labels, minlength=classes) / len(labels)
    present = shares[shares > 0]
    return float((present * np.log(1 / present)).sum()) / math.log(classes)
