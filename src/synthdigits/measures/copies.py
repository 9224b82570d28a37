"""Images that repeat a real digit, looked for among all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from synthdigits.measures.features import Points, pixels_of
from synthdigits.measures.memorisation import SAME, nearest_of_own

AXES = 12
"""Enough that few digits lie close to each other along all of them, few enough for the tree."""


class CopyFinder:
    """Real digits in which images are looked up.

    Two images are one where the root mean square difference of their pixels is below
    :data:`~synthdigits.measures.memorisation.SAME`. Distances shrink when points are projected
    onto orthonormal axes: only digits that lie that close along the principal axes can be that
    close in all pixels, and only those are compared. Nothing is missed and 60 000 images take
    seconds.

    Args:
        real: uint8 (N, H, W).
    """

    def __init__(self, real: NDArray[np.uint8]) -> None:
        self._points = pixels_of(real)
        self._axes = np.linalg.eigh(self._points.T @ self._points)[1][:, -AXES:]
        self._tree = cKDTree(self._points @ self._axes)

    def copied(self, images: NDArray[np.uint8]) -> NDArray[np.int64]:
        """For each of the images uint8 (N, H, W) the real digit that it repeats, or -1."""
        points = pixels_of(images)
        candidates = self._tree.query_ball_point(points @ self._axes, SAME * 1.001)
        return np.array(
            [self._nearest(*pair) for pair in zip(points, candidates, strict=True)], np.int64
        )

    def _nearest(self, point: Points, candidates: list[int]) -> int:
        if not candidates:
            return -1
        distances = np.linalg.norm(self._points[candidates] - point, axis=1)
        best = int(distances.argmin())
        return candidates[best] if distances[best] < SAME else -1


def repeated_share(images: NDArray[np.uint8]) -> float:
    """Share of the images that are one with another of them; every pair is compared."""
    if len(images) < 2:
        return 0.0
    return float((nearest_of_own(pixels_of(images)) < SAME).mean())
