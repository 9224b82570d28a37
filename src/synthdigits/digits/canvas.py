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
    height, width = images.shape[1:]
    longer = max(height, width)
    target = min(max(longer, BOX), SIDE)
    if target != longer:
        height, width = (max(1, round(side * target / longer)) for side in (height, width))
        resized = [
            Image.fromarray(one).resize((width, height), Image.Resampling.BICUBIC) for one in images
        ]
        images = np.stack([np.asarray(one) for one in resized])
    above, left = (SIDE - height) // 2, (SIDE - width) // 2
    margins = ((0, 0), (above, SIDE - height - above), (left, SIDE - width - left))
    return np.pad(images, margins)
