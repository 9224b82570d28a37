"""Images of any one size on the square canvas that every model here works on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.digits.digits import SIDE

BOX = 20
"""Side of the square in which MNIST's digits lie; smaller images are enlarged to it."""


def fit(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (N, any height, any width) as (N, H, W), their proportions kept, centred on black.

    The longer side becomes ``SIDE`` where it is longer, and ``BOX`` where it is shorter than that.
    """
    images = scaled(images)
    height, width = images.shape[1:]
    above, left = (SIDE - height) // 2, (SIDE - width) // 2
    margins = ((0, 0), (above, SIDE - height - above), (left, SIDE - width - left))
    return np.pad(images, margins)


def scaled(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (N, any height, any width) as :func:`fit` has them, without its margins."""
    height, width = images.shape[1:]
    longer = max(height, width)
    target = min(max(longer, BOX), SIDE)
    if target == longer:
        return images
    height, width = (max(1, round(side * target / longer)) for side in (height, width))
    sideways = _with_width(images, width).transpose(0, 2, 1)
    return np.ascontiguousarray(_with_width(sideways, height).transpose(0, 2, 1))


def _with_width(images: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Images (N, H, W), each row resized; all at once, with the bytes that one at a time has.

    Pillow resizes an image's rows first and then its columns; rows do not know of one another.
    """
    count, height, _ = images.shape
    rows = Image.fromarray(images.reshape(count * height, -1))
    resized = rows.resize((width, count * height), Image.Resampling.BICUBIC)
    return np.asarray(resized).reshape(count, height, width)
