"""What of a picture is ink: a threshold, and the pieces that make up one digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.contrast import otsu
from synthdigits.reading.filters import blurred
from synthdigits.reading.paper import Floats

Mask = NDArray[np.bool_]

FAINTEST = 0.06
"""Ink differs from the paper by this much at least, relative to its light."""
HALFWAY = 0.45
"""Share of the ink's own contrast at which a stroke ends; ruled lines are mostly fainter."""
SMOOTHING = 1 / 400
"""Blur against the noise of photographs, as a share of the longer side."""


@dataclass(frozen=True)
class Ink:
    """Contrast, smoothed, (H, W); the level from which on it is ink; and where it is, (H, W)."""

    contrast: Floats
    threshold: float
    mask: Mask


def find_ink(contrast: Floats) -> Ink:
    """What stands out from the paper by about half as much as the darkest strokes do.

    Raises:
        SynthdigitsError: nothing does.
    """
    smooth = blurred(contrast, SMOOTHING * max(contrast.shape))
    parting = otsu(smooth)
    inked = smooth[smooth >= parting]
    level = float(np.percentile(inked, 75))
    noise = 1.5 * float(np.median(np.abs(smooth - np.median(smooth))))
    if level < max(FAINTEST, 4 * noise):
        raise SynthdigitsError("no ink was found: nothing stands out from the paper")
    threshold = max(parting, HALFWAY * level)
    return Ink(smooth, threshold, smooth >= threshold)
