"""Colour to grey along the direction in which the ink stands out from the paper."""

from __future__ import annotations

import numpy as np

from synthdigits.reading.paper import Floats

BINS = 256
MARGIN = 0.1
"""Share of each side that has no say in the direction: dirt lies there rather than ink."""


def contrast(departures: Floats) -> Floats:
    """Departures from the paper (H, W, 3) as one number, (H, W), above 0 where there is ink.

    The direction is the principal one of the pixels that stand out, so that red on green of the
    same brightness is seen; its sign is theirs, so that chalk on a blackboard is ink as well.
    """
    height, width = departures.shape[:2]
    top, left = round(MARGIN * height), round(MARGIN * width)
    inner = departures[top : height - top, left : width - left].reshape(-1, 3)
    strength = np.linalg.norm(inner, axis=1)
    strong = inner[strength >= otsu(strength)]
    direction = np.linalg.eigh(strong.T @ strong)[1][:, -1]
    direction = direction * np.sign((strong @ direction).sum() or 1)
    projected: Floats = departures @ (direction / np.abs(direction).sum())
    return projected


def otsu(values: Floats) -> float:
    """The threshold that parts values into two classes of least variance within (Otsu 1979)."""
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return high
    counts, edges = np.histogram(values, BINS, (low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = values.size - below
    sums = np.cumsum(counts * middles)
    mean_below = sums[:-1] / np.maximum(below, 1)
    mean_above = (sums[-1] - sums[:-1]) / np.maximum(above, 1)
    between = below * above * (mean_below - mean_above) ** 2
    # Where no value lies between the classes, any threshold there is as good: take the middle.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float(edges[1:-1][best].mean())
