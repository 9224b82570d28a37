"""Images as a classifier sees them: the space in which sets of digits are compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.evaluation.reading import looked_at
from synthdigits.models.classifiers import Classifier

Points = NDArray[np.float32]
"""One point for each image: (N, dimensions)."""


def features_of(reader: Classifier, images: NDArray[np.uint8]) -> Points:
    """What ``reader`` makes of images uint8 (N, 28, 28) before its last layer."""
    found: Points = looked_at(reader, images, reader.features).numpy()
    return found


def pixels_of(images: NDArray[np.uint8]) -> Points:
    """The pixels themselves, 1 being full ink, divided so that distances are root mean squares."""
    flat = images.reshape(len(images), -1).astype(np.float32)
    scaled: Points = flat / np.float32(255 * flat.shape[1] ** 0.5)
    return scaled
