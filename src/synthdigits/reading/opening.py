"""Picture files as colours: the right way up, nothing transparent. The room's only file access."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from synthdigits.plumbing.errors import SynthdigitsError

VISIBLE = 0.75
"""Share of opaque pixels from which on a picture holds its paper, and only corners are missing."""


def open_picture(path: Path) -> NDArray[np.uint8]:
    """The picture of a file, turned as its EXIF entry says, as colours uint8 (H, W, 3).

    Raises:
        SynthdigitsError: the file is missing or holds no picture.
    """
    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith(("I", "F")):
                return _of_deep_grey(np.asarray(upright, np.float64))
            if upright.has_transparency_data:
                return onto_paper(np.asarray(upright.convert("RGBA")))
            return np.asarray(upright.convert("RGB"))
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SynthdigitsError(f"{path}: no picture that can be read: {error}") from None


def _of_deep_grey(grey: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Grey of 16 or 32 bits, or floats to 1, brought to 8 bits."""
    highest = grey.max(initial=0)
    range_end = next((end for end in (1, 255, 65535) if highest <= end), highest)
    eight = (grey / range_end * 255).clip(0, 255).astype(np.uint8)
    return np.repeat(eight[..., None], 3, axis=2)


def onto_paper(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours with alpha (H, W, 4) as colours (H, W, 3) on paper of one colour.

    Ink on nothing is laid onto white or black, whichever differs more from it. A picture that is
    opaque but for its corners is laid onto the colour that is most of it.
    """
    colours = picture[..., :3].astype(np.float64)
    opacity = picture[..., 3:] / 255
    visible = colours[opacity[..., 0] > 0.5]
    if opacity.mean() > VISIBLE:
        paper = np.median(visible, axis=0)
    else:
        ink = visible.mean() if len(visible) else 0.0
        paper = np.full(3, 255.0 if ink < 128 else 0.0)
    return (colours * opacity + paper * (1 - opacity)).round().astype(np.uint8)
