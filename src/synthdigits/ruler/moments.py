"""Mean and covariance of points, and the Fréchet distance between two of such pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synthdigits.measures.features import Points


@dataclass(frozen=True)
class Moments:
    """What a Fréchet distance needs to know of a set.

    Attributes:
        mean: float64 (dimensions,).
        covariance: float64 (dimensions, dimensions), unbiased.
    """

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @classmethod
    def of(cls, points: Points) -> Self:
        """Those of (N, dimensions) with N of at least 2."""
        exact = points.astype(np.float64)
        return cls(exact.mean(axis=0), np.cov(exact, rowvar=False))


def frechet_distance(one: Moments, other: Moments) -> float:
    """Fréchet distance of two Gaussians (Dowson and Landau 1982); lower is closer, never below 0.

    |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2 (Σ₁Σ₂)^½), the last trace being the sum of the roots of Σ₁Σ₂'s
    eigenvalues. The same as torchmetrics', which keeps no moments of a set that is gone.
    """
    roots = np.sqrt(np.linalg.eigvals(one.covariance @ other.covariance).astype(complex)).real
    means = float(np.square(one.mean - other.mean).sum())
    traces = float(np.trace(one.covariance) + np.trace(other.covariance))
    return max(means + traces - 2 * float(roots.sum()), 0.0)
