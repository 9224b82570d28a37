"""A digit's ink on MNIST's canvas: 20 pixels large, its centre of mass in the middle of 28×28.

The convention is that of LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist/.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.digits.canvas import BOX
from synthdigits.digits.digits import SIDE

Mask = NDArray[np.bool_]


def cropped(mask: Mask) -> Mask:
    """The box of what is set."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def scaled(mask: Mask) -> NDArray[np.uint8]:
    """Ink (H, W) with its longer side at 20 pixels, in its proportions, its edges anti-aliased."""
    height, width = mask.shape
    longer = max(height, width)
    size = (max(1, round(width * BOX / longer)), max(1, round(height * BOX / longer)))
    picture = Image.fromarray(mask.astype(np.uint8) * 255)
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


def centred(digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A digit of at most 28×28 on black (28, 28), its centre of mass in the middle."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    places = []
    for axis, length in enumerate(digit.shape):
        mass = digit.sum(axis=1 - axis, dtype=np.float64)
        centre = float(mass @ np.arange(length)) / mass.sum()
        start = int(np.clip(round(SIDE / 2 - centre), 0, SIDE - length))
        places.append(slice(start, start + length))
    canvas[tuple(places)] = digit
    return canvas
