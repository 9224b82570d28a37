"""Whether a generator repeats digits that it was trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from synthdigits.evaluation.features import Points

SAME = 0.02
"""Root mean square difference of pixels, 1 being full ink, below which two images are one."""


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


def nearest_neighbour_ratio(points: Points, trained_on: Points, held_out: Points) -> float:
    """Mean distance to the nearest training digit over that to the nearest held-out one.

    1 where a generator is as far from digits that it saw as from digits that it didn't; below 1
    where it copies. Training digits are taken in parts as large as ``held_out``: among more
    digits the nearest is nearer.
    """
    parts = np.array_split(trained_on, max(1, round(len(trained_on) / len(held_out))))
    to_trained = np.mean([nearest(points, part).distance.mean() for part in parts])
    return float(to_trained / nearest(points, held_out).distance.mean())


def duplicate_share(pixels: Points, trained_on: Points) -> float:
    """Share of images that are one with a training digit or with another image of their set."""
    among_themselves = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(pixels).kneighbors()
    closest = np.minimum(nearest(pixels, trained_on).distance, among_themselves[0][:, 0])
    return float((closest < SAME).mean())
