"""Images that repeat a real digit, looked for among all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.measures.features import Points, pixels_of

SAME = 0.02
"""Root mean square difference of pixels, 1 being full ink, below which two images are one."""
MARGIN = 1.001
"""For the rounding of distances along the axes."""
AXES = 12
"""Enough that few digits lie close to each other along all of them."""
TOGETHER = 100
"""Images that are looked up at a time."""


class CopyFinder:
    """Real digits in which images are looked up.

    Two images are one where the root mean square difference of their pixels is below
    :data:`SAME`. Distances shrink when points are projected onto orthonormal axes: only digits
    that lie that close along the principal axes can be that close in all pixels, and only those
    are compared. Along the longest axis they are sorted, so that most are never looked at. Nothing
    is missed and 60 000 images take seconds.

    Args:
        real: uint8 (N, H, W).
    """

    def __init__(self, real: NDArray[np.uint8]) -> None:
        self._points = pixels_of(real)
        self._axes = np.linalg.eigh(self._points.T @ self._points)[1][:, -AXES:]
        projected = self._points @ self._axes
        self._order = np.argsort(projected[:, -1], kind="stable")
        self._projected = projected[self._order]
        lengths = np.square(self._projected).sum(axis=1)
        ones = np.ones_like(lengths)
        self._for_distance = np.vstack([-2 * self._projected.T, lengths, ones])

    def copied(self, images: NDArray[np.uint8]) -> NDArray[np.int64]:
        """For each of the images uint8 (N, H, W) the real digit that it repeats, or -1."""
        points = pixels_of(images)
        projected = points @ self._axes
        originals = np.full(len(images), -1, np.int64)
        places = np.argsort(projected[:, -1], kind="stable")
        for start in range(0, len(places), TOGETHER):
            together = places[start : start + TOGETHER]
            near = self._near(projected[together])
            for place, candidates in zip(together, near, strict=True):
                originals[place] = self._nearest(points[place], candidates)
        return originals

    def _near(self, projected: Points) -> list[NDArray[np.int64]]:
        """The real digits close to each of the images along all axes; sorted by the longest.

        The product of (x, 1, x²) and (-2y, y², 1) is the square of the distance of x and y.
        """
        along = self._projected[:, -1]
        reach = SAME * MARGIN
        first = np.searchsorted(along, projected[0, -1] - reach)
        last = np.searchsorted(along, projected[-1, -1] + reach, side="right")
        lengths = np.square(projected).sum(axis=1)
        rows = np.column_stack([projected, np.ones_like(lengths), lengths])
        squared = rows @ self._for_distance[:, first:last]
        return [self._order[first + np.flatnonzero(one < reach**2)] for one in squared]

    def _nearest(self, point: Points, candidates: NDArray[np.int64]) -> int:
        if not len(candidates):
            return -1
        candidates = np.sort(candidates)  # of equals the first
        distances = np.linalg.norm(self._points[candidates] - point, axis=1)
        best = int(distances.argmin())
        return int(candidates[best]) if distances[best] < SAME else -1


def repeated_share(images: NDArray[np.uint8]) -> float:
    """Share of the images that are one with another of them; every pair is compared."""
    if len(images) < 2:
        return 0.0
    points = pixels_of(images)
    repeated = [
        bool((np.linalg.norm(np.delete(points, place, axis=0) - point, axis=1) < SAME).any())
        for place, point in enumerate(points)
    ]
    return float(np.mean(repeated))
