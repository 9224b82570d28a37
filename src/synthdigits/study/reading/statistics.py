"""Means over subset seeds, gains of one arm over another, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_test

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
    """Exact p-value of two classifiers being equally good on the same digits (McNemar 1947)."""
    table = [
        [int((one & other).sum()) for other in (other_right, ~other_right)]
        for one in (right, ~right)
    ]
    return float(mcnemar_test(table, exact=True).pvalue)
