"""Plain test pictures: a seven of two strokes, on paper of one colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.8))


def seven(
    side: int = 200,
    ink: Colour = (0, 0, 0),
    paper: Colour = (255, 255, 255),
    width: float = 0.06,
) -> NDArray[np.uint8]:
    """Colours uint8 (side, side, 3); the stroke's width is a share of the side."""
    picture = Image.new("RGB", (side, side), paper)
    places = [(x * side, y * side) for x, y in SEVEN]
    ImageDraw.Draw(picture).line(places, ink, round(width * side), "curve")
    return np.asarray(picture)


def seven_mask(side: int = 200, width: float = 0.06) -> NDArray[np.bool_]:
    return seven(side, width=width)[..., 0] < 128


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean difference of two digits, as a share of the first one's ink.

    The least over shifts by one pixel: a centre of mass may be rounded to either side.
    """
    shifted = [np.roll(other, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    total = one.sum(dtype=float)
    return min(float(np.abs(one.astype(float) - moved).sum() / total) for moved in shifted)
