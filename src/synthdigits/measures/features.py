"""Images as points in the space of their pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""One point for each image: (N, dimensions)."""


def pixels_of(images: NDArray[np.uint8]) -> Points:
    """The pixels themselves, 1 being full ink, divided so that distances are root mean squares."""
    flat = images.reshape(len(images), -1).astype(np.float32)
    scaled: Points = flat / np.float32(255 * flat.shape[1] ** 0.5)
    return scaled
