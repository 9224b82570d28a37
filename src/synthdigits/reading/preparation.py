"""All steps from a picture to what a classifier of MNIST's digits is used to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.digits.digits import SIDE
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.contrast import contrast
from synthdigits.reading.filters import highest_around
from synthdigits.reading.ink import Ink, find_ink
from synthdigits.reading.paper import departures
from synthdigits.reading.pieces import one_digit
from synthdigits.reading.placing import centred, cropped, scaled
from synthdigits.reading.stroke import normalised

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

LONGEST = 640
"""Larger pictures are reduced to this many pixels: noise goes, and a digit needs no more."""
FINE = 160
"""Side on which strokes are drawn again before they are scaled: eight times that of MNIST's box."""
BLACK, BRIGHT = 64, 100
"""Of a picture that is MNIST's already: its border at most, its brightest pixel at least."""


@dataclass(frozen=True)
class Preparation:
    """A picture on its way to the classifier.

    Attributes:
        given: its colours, (H, W, 3), reduced where it was large.
        grey: ink bright on dark paper, evenly lit, (H, W).
        ink: where the digit is, (H, W).
        scaled: the digit alone, its longer side 20 pixels.
        digit: as a classifier sees it, (28, 28).
    """

    given: Bytes
    grey: Bytes
    ink: Mask
    scaled: Bytes
    digit: Bytes


def prepare(colours: Bytes) -> Preparation:
    """A picture, uint8 (H, W, 3) or grey (H, W), of any size, as a digit such as MNIST's.

    A grey picture of 28×28 that is light on black is left as it is.

    Raises:
        SynthdigitsError: it shows no ink, or more than one digit.
    """
    given = _checked(colours)
    if is_ready(given):
        grey = given[..., 0]
        return Preparation(given, grey, grey > 127, cropped_grey(grey), grey)
    given = reduced(given)
    ink = find_ink(contrast(departures(given / 255)))
    mask = one_digit(ink.mask)
    small = scaled(cropped(normalised(fine(ink, mask))))
    shown = (ink.contrast / (2 * ink.threshold) * 255).clip(0, 255).astype(np.uint8)
    return Preparation(given, shown, mask, small, centred(small))


def is_ready(colours: Bytes) -> bool:
    """Whether a picture (H, W, 3) is grey, 28×28, and light on black."""
    if colours.shape[:2] != (SIDE, SIDE) or np.ptp(colours, axis=2).any():
        return False
    grey = colours[..., 0]
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(np.median(border) <= BLACK and grey.max() >= BRIGHT and (grey < 128).mean() > 0.5)


def cropped_grey(grey: Bytes) -> Bytes:
    """The box of what is brighter than black."""
    rows, columns = (np.flatnonzero((grey > BLACK).any(axis=axis)) for axis in (1, 0))
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def reduced(colours: Bytes) -> Bytes:
    """A picture (H, W, 3) of at most 640 pixels a side, in its proportions."""
    height, width = colours.shape[:2]
    if max(height, width) <= LONGEST:
        return colours
    scale = LONGEST / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(colours).resize(size, Image.Resampling.BOX))


def fine(ink: Ink, mask: Mask) -> Mask:
    """The digit of ``mask`` in its box, its longer side about 160 pixels, its edges smooth.

    Small pictures gain by it: between their pixels the contrast is interpolated, so that strokes
    end where it is half, not at the pixels' corners.
    """
    around = highest_around(mask, 2)
    ends = np.pad(np.where(around, ink.contrast, 0).clip(0, 2 * ink.threshold), 2)
    rows, columns = (np.flatnonzero(np.pad(mask, 2).any(axis=axis)) for axis in (1, 0))
    box = ends[rows[0] - 2 : rows[-1] + 3, columns[0] - 2 : columns[-1] + 3]
    scale = FINE / max(len(rows), len(columns))
    size = (max(1, round(box.shape[1] * scale)), max(1, round(box.shape[0] * scale)))
    picture = Image.fromarray(box.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    return cropped(np.asarray(picture) >= ink.threshold)


def _checked(colours: Bytes) -> Bytes:
    if colours.dtype != np.uint8 or colours.ndim not in (2, 3) or 0 in colours.shape:
        raise SynthdigitsError(
            f"a picture is uint8 (H, W) or (H, W, 3), got {colours.dtype} {colours.shape}"
        )
    if colours.ndim == 2:
        return np.repeat(colours[..., None], 3, axis=2)
    if colours.shape[2] != 3:
        raise SynthdigitsError(f"a picture has three colours, got {colours.shape[2]}")
    return colours
