"""Whether a classifier trained on real digits can read synthetic ones, and reads their labels."""

from __future__ import annotations

from typing import Any

from torch import nn

from synthdigits.data.digits import SyntheticDigits
from synthdigits.evaluation.reading import class_probabilities

RECOGNISABLE = 0.9
"""Probability at which a digit counts as recognisable, document 004's measure made objective."""


def label_quality(digits: SyntheticDigits, reader: nn.Module) -> dict[str, Any]:
    """Counts and shares of a synthetic set; higher shares are better.

    ``recognisable`` is the share to which ``reader`` gives at least 0.9 for some class;
    ``label_accuracy`` the share whose likeliest class is the label. Where ``reader`` itself gave
    the labels the latter is 1 and says nothing.
    """
    found = class_probabilities(reader, digits.images)
    best = found.max(dim=1)
    return {
        "images": len(digits),
        "recognisable": float((best.values >= RECOGNISABLE).float().mean()),
        "label_accuracy": float((best.indices.numpy() == digits.labels).mean()),
        "mean_confidence": float(digits.confidence.mean()),
        "per_class": digits.counts,
    }
