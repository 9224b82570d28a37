"""Whether a generator repeats digits that it was trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from synthdigits.measures.copies import SAME
from synthdigits.measures.features import Points


@dataclass(frozen=True)
class Nearest:
    """For each point the distance to the nearest of others, and which that is: both (N,)."""

    distance: NDArray[np.float64]
    index: NDArray[np.int64]


def nearest(points: Points, others: Points) -> Nearest:
    """Euclidean; ``points`` (N, dimensions) among ``others`` (M, dimensions)."""
    tree = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(others)
    distance, index = tree.kneighbors(points)
    return Nearest(distance[:, 0].astype(np.float64), index[:, 0])


def nearest_of_own(points: Points) -> NDArray[np.float64]:
    """Distance from each of at least two points (N, dimensions) to the nearest other: (N,)."""
    tree = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(points)
    distance: NDArray[np.float64] = tree.kneighbors()[0][:, 0].astype(np.float64)
    return distance


@dataclass(frozen=True)
class Neighbours:
    """What lies nearest to points (N, dimensions) among real ones.

    Attributes:
        trained_on: among all points that were trained on.
        trained_on_in_parts: distances (parts, N) to the nearest of those in parts as large as the
            held-out points: among more digits the nearest is nearer.
        held_out: among points that weren't trained on.
    """

    points: Points
    trained_on: Nearest
    trained_on_in_parts: NDArray[np.float64]
    held_out: Nearest

    @property
    def ratio(self) -> float:
        """Mean distance to the nearest training digit over that to the nearest held-out one.

        1 where a generator is as far from digits that it saw as from digits that it didn't; below
        1 where it copies.
        """
        return float(self.trained_on_in_parts.mean() / self.held_out.distance.mean())

    def duplicate_share(self) -> float:
        """Share of points that are one with a training digit or with another of their own set."""
        closest = np.minimum(self.trained_on.distance, nearest_of_own(self.points))
        return float((closest < SAME).mean())

    def most_copied(self, count: int) -> NDArray[np.int64]:
        """Places of the points that are far nearer to training than to held-out ones: (count,)."""
        ratios = self.trained_on.distance / self.held_out.distance
        return np.argsort(ratios, kind="stable")[:count]


def look_up(points: Points, trained_on: Points, held_out: Points) -> Neighbours:
    """The neighbours of points (N, dimensions) among (M, dimensions) and (L, dimensions)."""
    parts = np.array_split(trained_on, max(1, round(len(trained_on) / len(held_out))))
    by_part = [nearest(points, part) for part in parts]
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    distances = np.stack([near.distance for near in by_part])
    indices = np.stack([near.index + start for near, start in zip(by_part, starts, strict=True)])
    best, each = distances.argmin(axis=0), np.arange(len(points))
    overall = Nearest(distances[best, each], indices[best, each])
    return Neighbours(points, overall, distances, nearest(points, held_out))
