"""Confidence intervals."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True)
class Proportion:
    """A share of successes with its confidence interval, and the count behind it."""

    accuracy: float
    low: float
    high: float
    images: int


def proportion(successes: int, images: int, confidence: float) -> Proportion:
    """Wilson's score interval (Wilson 1927), which stays inside [0, 1]."""
    interval = binomtest(successes, images).proportion_ci(confidence, method="wilson")
    return Proportion(successes / images, float(interval.low), float(interval.high), images)
