"""Pixels of one's own arrays, brought to 0…255 where it is sure what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError

PIXELS_AT_ONCE = 1 << 22
"""Of which there are floats, so that a large set never takes twice its room."""


def needs_rescaling(images: NDArray[Any]) -> bool:
    """Whether images (N, H, W), some pixel of which is not 0, run to 1 alone."""
    return bool(0 < images.max() <= 1)


def as_bytes(images: NDArray[Any], rescaled: bool) -> NDArray[np.uint8]:
    """Images (N, H, W) of real numbers to 255, or to 1 where they are ``rescaled``, as uint8."""
    if images.dtype == np.uint8 and not rescaled:
        return images
    return (images.astype(np.float64) * (255 if rescaled else 1)).round().astype(np.uint8)


def check_range(name: str, images: NDArray[Any]) -> None:
    """Refuse images (N, H, W) whose pixels may mean anything.

    Args:
        name: of the array.

    Raises:
        SynthdigitsError: they are not finite, below 0 or above 255.
    """
    lowest, highest = images.min(), images.max()
    if not (np.isfinite(lowest) and np.isfinite(highest)):
        broken = ~np.isfinite(images).all(axis=(1, 2))
        raise SynthdigitsError(
            f"{name}: {broken.sum()} of {len(images)} images hold what is no finite number, first "
            f"{name}[{int(broken.argmax())}]"
        )
    if lowest < 0 or highest > 255:
        raise SynthdigitsError(
            f"{name} runs from {lowest} to {highest}; allowed: 0 to 255, or 0 to 1"
        )


def blocks(images: NDArray[Any]) -> Iterator[slice]:
    """Slices of images (N, H, W), a few million pixels each."""
    at_once = max(1, PIXELS_AT_ONCE // max(1, images[:1].size))
    return (slice(start, start + at_once) for start in range(0, len(images), at_once))
