"""Square holes in digits, as document 000 makes them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import SIDE, Digits, MaskedDigits

MARK = 128
"""Mid grey, neither ink nor paper: a hole of it is seen as a hole."""


def resized(mask: MaskParams, size: int) -> MaskParams:
    """Holes of another size around the same middles; half a pixel goes up and to the left.

    Raises:
        ValueError: they would leave the image.
    """
    shift = (mask.size - size) // 2
    first, last = mask.first_corner + shift, mask.last_corner + shift
    if first < 0 or last + size > SIDE:
        raise ValueError(
            f"a hole of size {size} in the middle of the mask's holes leaves "
            f"the {SIDE}×{SIDE} image"
        )
    return MaskParams(size=size, first_corner=first, last_corner=last, fill=mask.fill)


def draw_corners(count: int, mask: MaskParams, generator: np.random.Generator) -> NDArray[np.uint8]:
    """Top-left corners (count, 2), rows and columns drawn independently, both ends inclusive."""
    return generator.integers(
        mask.first_corner, mask.last_corner, (count, 2), np.uint8, endpoint=True
    )


def hole_of(corners: NDArray[np.uint8], size: int | NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the holes are: bool (N, H, W), true inside.

    Args:
        size: of all holes, or of each: (N, 1, 1).
    """
    places = np.arange(SIDE)
    first = corners[:, :, None].astype(np.int64)
    inside = (places >= first) & (places < first + size)
    hole: NDArray[np.bool_] = inside[:, 0, :, None] & inside[:, 1, None, :]
    return hole


def draw_holes(count: int, mask: MaskParams, generator: np.random.Generator) -> NDArray[np.bool_]:
    """Fresh holes: bool (count, H, W), true inside."""
    return hole_of(draw_corners(count, mask, generator), mask.size)


def holes_in(masked: MaskedDigits) -> NDArray[np.bool_]:
    """Where the digits' holes are: bool (N, H, W), true inside."""
    return hole_of(masked.corners, masked.sizes[:, None, None])


def punch(
    images: NDArray[np.uint8], inside: NDArray[np.bool_], fill: int | NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """A copy of images (N, H, W) with ``fill``, a value or an image (H, W), inside the holes."""
    punched: NDArray[np.uint8] = np.where(inside, np.asarray(fill, np.uint8), images)
    return punched


def mask_digits(digits: Digits, mask: MaskParams, generator: np.random.Generator) -> MaskedDigits:
    """Every digit with one hole of its own."""
    return with_holes(digits, draw_corners(len(digits), mask, generator), mask)


def with_holes(digits: Digits, corners: NDArray[np.uint8], mask: MaskParams) -> MaskedDigits:
    """Every digit with the hole that lies at its corner of (N, 2)."""
    return MaskedDigits(
        images=punch(digits.images, hole_of(corners, mask.size), mask.fill),
        labels=digits.labels,
        rows=digits.rows,
        corners=corners,
        sizes=np.full(len(digits), mask.size, np.uint8),
    )


def marked(masked: MaskedDigits) -> MaskedDigits:
    """The same digits with :data:`MARK` in their holes."""
    return replace(masked, images=punch(masked.images, holes_in(masked), MARK))
