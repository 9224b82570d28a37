"""Width of strokes: very thin and very thick ones are brought to what MNIST has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.canvas import BOX
from synthdigits.reading.filters import depth, highest_around

Mask = NDArray[np.bool_]

THINNEST, THICKEST = 2.0, 3.8
"""Width of strokes in pixels, the digit being 20 pixels large; MNIST's are 1.7 to 3.6, mostly."""
REMAINS = 0.6
"""Thinning takes at most this share of the narrower strokes of a digit."""


def stroke_width(mask: Mask) -> float:
    """The usual width of strokes in pixels: twice the depth of the ink along its middle."""
    return 2 * float(np.median(_depths_in_the_middle(mask)))


def normalised(mask: Mask) -> Mask:
    """A digit, (H, W), with strokes of a width that MNIST has; unchanged where it has one."""
    side = max(mask.shape)
    width = stroke_width(mask)
    if width * BOX < THINNEST * side:
        return _thickened(mask, (THINNEST / BOX * side - width) / 2)
    if width * BOX > THICKEST * side:
        narrow = float(np.percentile(_depths_in_the_middle(mask), 10))
        return _thinned(mask, min((width - THICKEST / BOX * side) / 2, REMAINS * narrow))
    return mask


def _thickened(mask: Mask, by: float) -> Mask:
    roomy = np.pad(mask, int(by) + 2)
    thicker: Mask = depth(~roomy) <= by
    return thicker


def _thinned(mask: Mask, by: float) -> Mask:
    thinner: Mask = _depths(mask) > by
    return thinner


def _depths_in_the_middle(mask: Mask) -> NDArray[np.float64]:
    depths = _depths(mask)
    ridge = (depths > 0) & (depths >= highest_around(depths, 1))
    middle: NDArray[np.float64] = depths[ridge]
    return middle


def _depths(mask: Mask) -> NDArray[np.float64]:
    """Distance of each pixel of ink to the nearest one of paper; around the picture is paper."""
    return depth(np.pad(mask, 1))[1:-1, 1:-1]
