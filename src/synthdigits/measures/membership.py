"""How well an attacker tells digits that a model was trained on from digits that it never saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from synthdigits.measures.intervals import proportion

FALSE_POSITIVES = 0.01
"""Share of held-out digits that the attacker may call members (Carlini et al. 2022)."""

Scores = NDArray[np.float64]
"""One for each candidate, (N,): the higher, the more the attacker takes it for a member."""


@dataclass(frozen=True)
class Membership:
    """What an attack reaches; lower is better for those whose digits were trained on.

    Attributes:
        auc: area under the attack's ROC curve: 0.5 is a guess, 1 tells all of them.
        true_positives: share of the members that are found at 1 % false positives: 0.01 is a guess.
    """

    auc: float
    auc_low: float
    auc_high: float
    true_positives: float
    true_positives_low: float
    true_positives_high: float
    members: int
    held_out: int


def membership(members: Scores, held_out: Scores, confidence: float) -> Membership:
    """How far the scores of members and of held-out digits lie apart.

    The interval of the area is DeLong's (DeLong et al. 1988), that of the true positives Wilson's
    at the threshold that the held-out digits give.
    """
    above = _shares_below(members, held_out)
    below = _shares_below(held_out, members)
    area = float(above.mean())
    spread = (above.var(ddof=1) / len(members) + below.var(ddof=1) / len(held_out)) ** 0.5
    reach = float(norm.ppf(0.5 + confidence / 2) * spread)
    threshold = np.quantile(held_out, 1 - FALSE_POSITIVES, method="higher")
    found = proportion(int((members > threshold).sum()), len(members), confidence)
    return Membership(
        auc=area,
        auc_low=max(area - reach, 0.0),
        auc_high=min(area + reach, 1.0),
        true_positives=found.accuracy,
        true_positives_low=found.low,
        true_positives_high=found.high,
        members=len(members),
        held_out=len(held_out),
    )


def _shares_below(scores: Scores, others: Scores) -> Scores:
    """For each score the share of the others that lie below it, ties counting half: (N,)."""
    ordered = np.sort(others)
    ends = np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right")
    shares: Scores = ends / (2 * len(others))
    return shares
