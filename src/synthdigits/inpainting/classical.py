"""Repairs that learn nothing from a loss: what an inpainter has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import holes_in, punch

RADIUS = 3
"""Pixels around the hole that OpenCV looks at, as in its own tutorial."""

Repair = Callable[[MaskedDigits], MaskedDigits]


def mean_fill(train: Digits) -> Repair:
    """Paint the hole with the mean of the training digits at each place."""
    mean = train.images.mean(axis=0).round().astype(np.uint8)

    def repair(masked: MaskedDigits) -> MaskedDigits:
        return replace(masked, images=punch(masked.images, holes_in(masked), mean))

    return repair


def navier_stokes(masked: MaskedDigits) -> MaskedDigits:
    """Let the lines at the hole's rim flow into it (Bertalmio et al. 2001), by OpenCV."""
    hole = holes_in(masked).astype(np.uint8)
    repaired: list[NDArray[np.uint8]] = [
        cv2.inpaint(image, inside, RADIUS, cv2.INPAINT_NS).astype(np.uint8, copy=False)
        for image, inside in zip(masked.images, hole, strict=True)
    ]
    return replace(masked, images=np.stack(repaired))


def classical_repairs(train: Digits) -> Mapping[str, Repair]:
    """All of them by name."""
    return {"mean_fill": mean_fill(train), "navier_stokes": navier_stokes}
