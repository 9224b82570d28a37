"""Precision, recall, density and coverage: what share of one set lies where the other lies.

Precision and recall after Kynkäänniemi et al. 2019, density and coverage after Naeem et al. 2020,
whose definitions and number of neighbours are followed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

from synthdigits.measures.features import Points

NEIGHBOURS = 5


@dataclass(frozen=True)
class Coverage:
    """Higher is better.

    Attributes:
        precision: share of generated points inside a ball of the real ones.
        recall: share of real points inside a ball of the generated ones.
        density: real balls around a generated point, divided by the number of neighbours; above 1
            where generated points crowd where real ones are dense.
        coverage: share of real points with a generated one in their ball.
    """

    precision: float
    recall: float
    density: float
    coverage: float


class RealNeighbourhood:
    """Balls around real points (N, dimensions), each as wide as its fifth neighbour is far."""

    def __init__(self, real: Points) -> None:
        self.real = real
        self.radii = _radii(real)

    def coverage(self, points: Points) -> Coverage:
        """How points (M, dimensions) and the real ones lie among each other; M is above 5."""
        far = pairwise_distances(self.real, points)
        in_real = far <= self.radii[:, None]
        in_ours = far <= _radii(points)[None, :]
        return Coverage(
            precision=float(in_real.any(axis=0).mean()),
            recall=float(in_ours.any(axis=1).mean()),
            density=float(in_real.sum(axis=0).mean()) / NEIGHBOURS,
            coverage=float((far.min(axis=1) <= self.radii).mean()),
        )


def _radii(points: Points) -> Points:
    """Distance of each point to its fifth neighbour, itself not counted."""
    tree = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute").fit(points)
    radii: Points = tree.kneighbors()[0][:, -1]
    return radii
