"""Gains of one arm over another, paired by subset seed, with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from synthdigits.randomness import numpy_generator

RESAMPLES = 10_000


@dataclass(frozen=True)
class Gain:
    """Mean difference of accuracies, arm minus baseline, with its confidence interval.

    Attributes:
        pairs: how many subset seeds it is the mean of.
    """

    mean: float
    low: float
    high: float
    pairs: int


def paired_gain(
    arm: NDArray[np.float64], baseline: NDArray[np.float64], confidence: float, seed: int
) -> Gain:
    """Bootstrap over the pairs (Efron and Tibshirani 1993), percentile interval.

    Args:
        arm: accuracies (N,), one for each subset seed.
        baseline: those of the other arm on the same subsets, in the same order.
    """
    differences = np.asarray(arm) - np.asarray(baseline)
    mean = float(differences.mean())
    if len(differences) == 1 or np.ptp(differences) == 0:
        return Gain(mean, mean, mean, len(differences))
    interval = bootstrap(
        (differences,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=confidence,
        method="percentile",
        rng=numpy_generator(seed, "bootstrap"),
    ).confidence_interval
    return Gain(mean, float(interval.low), float(interval.high), len(differences))


def mcnemar(right: NDArray[np.bool_], baseline_right: NDArray[np.bool_]) -> float:
    """Exact p-value of two classifiers being equally good on the same digits (McNemar 1947)."""
    gained = int((right & ~baseline_right).sum())
    lost = int((~right & baseline_right).sum())
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
