"""Square holes in digits, as document 000 makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import SIDE, Digits, MaskedDigits

MARK = 128
"""Mid grey, neither ink nor paper: a hole of it is seen as a hole."""


def draw_corners(count: int, mask: MaskParams, generator: np.random.Generator) -> NDArray[np.uint8]:
    """Top-left corners (count, 2), rows and columns drawn independently, both ends inclusive."""
    return generator.integers(
        mask.first_corner, mask.last_corner, (count, 2), np.uint8, endpoint=True
    )


def hole_of(corners: NDArray[np.uint8], size: int | NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the holes are: bool (N, 28, 28), true inside.

    Args:
        size: of all holes, or of each: (N, 1, 1).
    """
    places = np.arange(SIDE)
    first = corners[:, :, None].astype(np.int64)
    inside = (places >= first) & (places < first + size)
    hole: NDArray[np.bool_] = inside[:, 0, :, None] & inside[:, 1, None, :]
    return hole


def holes_in(masked: MaskedDigits) -> NDArray[np.bool_]:
    """Where the digits' holes are: bool (N, 28, 28), true inside."""
    return hole_of(masked.corners, masked.sizes[:, None, None])


def punch(
    images: NDArray[np.uint8], corners: NDArray[np.uint8], mask: MaskParams
) -> NDArray[np.uint8]:
    """A copy of the images (N, 28, 28) with the holes filled by the mask's fill value."""
    punched: NDArray[Any] = np.where(hole_of(corners, mask.size), np.uint8(mask.fill), images)
    return punched


def mask_digits(digits: Digits, mask: MaskParams, generator: np.random.Generator) -> MaskedDigits:
    """Every digit with one hole of its own."""
    corners = draw_corners(len(digits), mask, generator)
    return MaskedDigits(
        images=punch(digits.images, corners, mask),
        labels=digits.labels,
        rows=digits.rows,
        corners=corners,
        sizes=np.full(len(digits), mask.size, np.uint8),
    )


def marked(masked: MaskedDigits) -> MaskedDigits:
    """The same digits with :data:`MARK` in their holes."""
    return replace(masked, images=np.where(holes_in(masked), np.uint8(MARK), masked.images))
