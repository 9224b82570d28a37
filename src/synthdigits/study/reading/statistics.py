"""Means over subset seeds, gains of one arm over another, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from synthdigits.randomness import numpy_generator

RESAMPLES = 10_000


@dataclass(frozen=True)
class Mean:
    """A mean over subset seeds with its confidence interval.

    Attributes:
        subsets: how many it is the mean of; of a single one the interval is empty of meaning and
            no wider than the mean.
    """

    mean: float
    low: float
    high: float
    subsets: int


def bootstrapped(values: NDArray[np.float64], confidence: float, seed: int) -> Mean:
    """Mean of values (N,), one for each subset seed, with a percentile bootstrap interval.

    For a gain the values are differences within the subsets, so that what makes one subset harder
    than another cancels out (paired bootstrap, Efron and Tibshirani 1993).
    """
    mean = float(values.mean())
    if len(values) == 1 or np.ptp(values) == 0:
        return Mean(mean, mean, mean, len(values))
    interval = bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=confidence,
        method="percentile",
        rng=numpy_generator(seed, "bootstrap"),
    ).confidence_interval
    return Mean(mean, float(interval.low), float(interval.high), len(values))


def mcnemar(right: NDArray[np.bool_], other_right: NDArray[np.bool_]) -> float:
    """Exact p-value of two classifiers being equally good on the same digits (McNemar 1947).

    Of the digits that only one of them reads correctly, half would be either one's.

    Args:
        right: where the first reads the label: (N,).
        other_right: where the second does: (N,).
    """
    gained, lost = int((right & ~other_right).sum()), int((other_right & ~right).sum())
    if gained == lost:
        return 1.0  # also where they never differ, of which SciPy knows no test
    return float(binomtest(gained, gained + lost).pvalue)
