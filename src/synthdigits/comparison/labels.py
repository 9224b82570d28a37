"""Whether a classifier trained on real digits can read others, and reads their labels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities
from synthdigits.digits.digits import Digits

RECOGNISABLE = 0.9
"""Probability at which a digit counts as recognisable, document 004's measure made objective."""


def label_quality(digits: Digits, classifier: Classifier) -> dict[str, float]:
    """Shares of a set, higher being better.

    ``recognisable`` is the share to which the classifier gives at least 0.9 for some class;
    ``label_accuracy`` the share whose likeliest class is the label; ``class_balance`` is 1 where
    all classes are read equally often and 0 where one takes all.
    """
    probabilities = class_probabilities(classifier, digits.images)
    likeliest = probabilities.max(dim=1)
    read = likeliest.indices.numpy()
    return {
        "recognisable": float((likeliest.values >= RECOGNISABLE).float().mean()),
        "label_accuracy": float((read == digits.labels).mean()),
        "class_balance": class_balance(read, probabilities.shape[1]),
    }


def class_balance(labels: NDArray[np.integer], classes: int) -> float:
    """Entropy of the labels' shares, divided by the logarithm of the number of classes."""
    shares = np.bincount(labels, minlength=classes) / len(labels)
    present = shares[shares > 0]
    return float((present * np.log(1 / present)).sum()) / math.log(classes)
