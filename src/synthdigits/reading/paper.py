"""The paper behind a digit: its colour and how it is lit, and what stands out from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RING = 0.04
"""Width of the frame that is taken for paper at first, as a share of the shorter side."""
NOISE = 0.02
"""Spread of paper that is assumed at least, of a range from 0 to 1."""
DARK = 0.25
"""Paper darker than this is no measure of light; departures are relative to this then."""
ROUNDS = 8
PLANE = 3
"""Terms of a plane, which come first."""
MOST_POINTS = 20_000


def departures(colours: Floats) -> Floats:
    """How far each pixel of (H, W, 3), in [0, 1], is from the paper there, relative to its light.

    Ink reflects a share of the light that falls onto it, so that in the shadow it differs less from
    the paper in absolute terms, and as much in relative ones.
    """
    paper = paper_under(colours)
    light = np.maximum(paper.mean(axis=2, keepdims=True), DARK)
    departed: Floats = (colours - paper) / light
    return departed


def paper_under(colours: Floats) -> Floats:
    """Paper as a quadratic surface in each channel, (H, W, 3): gradients and vignettes of light.

    A plane is fitted to the picture's frame, then the surface to all of it: a curved one would bend
    to a table along one side. What differs from it, ink and dirt, loses its weight from round to
    round (Cauchy's weights, squared).
    """
    height, width = colours.shape[:2]
    terms = _terms(height, width)
    values = colours.reshape(-1, 3)
    frame = _frame(height, width).ravel()
    surface = np.zeros((terms.shape[1], 3))
    surface[0] = np.median(values[frame], axis=0)
    for points, used in ((np.flatnonzero(frame), PLANE), (np.arange(len(values)), terms.shape[1])):
        some = _some(points)
        for _ in range(ROUNDS):
            surface[:used] = _fitted(terms[some, :used], values[some], surface[:used])
    return (terms @ surface).reshape(colours.shape)


def _fitted(terms: Floats, values: Floats, surface: Floats) -> Floats:
    distance = np.linalg.norm(values - terms @ surface, axis=1)
    spread = max(NOISE, 1.5 * float(np.median(distance)))
    weight = 1 / (1 + (distance / spread) ** 2)
    # A pinch of ridge: a frame of few pixels alone does not determine all six terms.
    ridge = 1e-6 * len(terms) * np.eye(terms.shape[1])
    weighted = terms * (weight**2)[:, None]
    solution: Floats = np.linalg.solve(terms.T @ weighted + ridge, weighted.T @ values)
    return solution


def _terms(height: int, width: int) -> Floats:
    down, right = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    x, y = right.ravel(), down.ravel()
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _frame(height: int, width: int) -> NDArray[np.bool_]:
    ring = max(1, round(RING * min(height, width)))
    frame = np.ones((height, width), bool)
    frame[ring:-ring, ring:-ring] = False
    return frame


def _some(points: NDArray[np.intp]) -> NDArray[np.intp]:
    """Every so many of them: a surface of six terms needs no more."""
    return points[:: len(points) // MOST_POINTS + 1]
