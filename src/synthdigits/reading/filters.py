"""Blur, neighbourhoods and distances of small pictures.

What SciPy's ndimage does as well; SciPy alone is half as large as the rest of the light core.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
A = TypeVar("A", np.bool_, np.float64)

DEVIATIONS = 4
"""Standard deviations after which a blur's bell ends."""


def blurred(picture: Floats, deviation: float) -> Floats:
    """A picture (H, W) under a Gaussian of this standard deviation in pixels, mirrored outside."""
    reach = int(DEVIATIONS * deviation + 0.5)
    if not reach:
        return picture
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    for axis in (0, 1):
        around = [(reach, reach) if side == axis else (0, 0) for side in (0, 1)]
        windows = sliding_window_view(np.pad(picture, around, "symmetric"), len(bell), axis)
        picture = windows @ (bell / bell.sum())
    return picture


def highest_around(picture: NDArray[A], reach: int) -> NDArray[A]:
    """For each pixel of (H, W) the highest value of the square that ends ``reach`` pixels off."""
    for axis in (0, 1):
        around = [(reach, reach) if side == axis else (0, 0) for side in (0, 1)]
        windows = sliding_window_view(np.pad(picture, around, "edge"), 2 * reach + 1, axis)
        picture = windows.max(axis=-1)
    return picture


def depth(mask: Mask) -> Floats:
    """For each pixel inside (H, W) the distance to the nearest one that isn't, 0 outside.

    Exact, after Felzenszwalb and Huttenlocher 2012: along the columns first, then along the rows
    the least of distance² + (depth along the column)². Some pixel has to be outside.
    """
    height, width = mask.shape
    squared = _along_columns(mask) ** 2
    across = np.subtract.outer(np.arange(width), np.arange(width)) ** 2.0
    return np.sqrt([(across + squared[row]).min(axis=1) for row in range(height)])


def _along_columns(mask: Mask) -> Floats:
    """Distance to the nearest pixel outside in the same column: as good as infinite without one."""
    height, width = mask.shape
    far = float(height + width)
    rows = np.arange(height, dtype=np.float64)[:, None]
    above = np.maximum.accumulate(np.where(mask, -far, rows), axis=0)
    below = np.minimum.accumulate(np.where(mask, height + far, rows)[::-1], axis=0)[::-1]
    return np.minimum(rows - above, below - rows)
