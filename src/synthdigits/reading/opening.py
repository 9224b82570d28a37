"""Picture files as colours: the right way up, nothing transparent. The room's only file access."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import check_file
from synthdigits.plumbing.wording import brief

LARGEST_FILE, MOST_PIXELS = 2**28, 50_000_000
"""Bytes and pixels: more than a telephone's camera gives, and no bomb."""
VISIBLE = 0.75
"""Share of opaque pixels from which on a picture holds its paper, and only corners are missing."""
FORMATS = ("PNG", "JPEG", "MPO", "GIF", "BMP", "TIFF", "WEBP", "PPM", "AVIF", "JPEG2000")
"""Pillow's names of what is looked for in a file; PostScript, say, would start a program."""
PIXELS_AT_ONCE = 1 << 18
"""Of which there are floats, so that a large picture never takes eight times its room."""


@dataclass(frozen=True)
class Picture:
    """What a file shows.

    Attributes:
        colours: uint8 (H, W, 3), nothing transparent.
        transparent: whether some pixel of the file was, so that paper had to be laid under it.
        deep: whether it had more than 8 bits for a pixel.
    """

    colours: NDArray[np.uint8]
    transparent: bool = False
    deep: bool = False


def open_picture(path: Path) -> NDArray[np.uint8]:
    """The picture of a file as colours uint8 (H, W, 3); see :func:`read_picture`."""
    return read_picture(path).colours


def read_picture(path: Path) -> Picture:
    """The picture of a file, turned as its EXIF entry says.

    Raises:
        SynthdigitsError: the file is missing, holds no picture, or one of too many pixels.
    """
    with picture_of(path) as image:
        return _read(image)


@contextmanager
def picture_of(path: Path) -> Iterator[Image.Image]:
    """The picture of a file, not decoded yet; what Pillow raises within becomes one line.

    Raises:
        SynthdigitsError: the file is missing or damaged, holds no picture or too large a one.
    """
    where = brief(path, 200)
    check_file(path, LARGEST_FILE)
    Image.init()
    known = [name for name in FORMATS if name in Image.OPEN]
    try:
        with warnings.catch_warnings(), Image.open(path, formats=known) as image:
            warnings.simplefilter("ignore")  # Pillow's, on what it reads in spite of it
            width, height = image.size
            if not 0 < width * height <= MOST_PIXELS:
                raise ValueError(f"{width}×{height} pixels; allowed: 1 to {MOST_PIXELS}")
            yield image
    except SynthdigitsError:
        raise
    except Exception as error:  # noqa: BLE001 - damaged pictures fail in a dozen ways
        reason = brief(error, 200)
        raise SynthdigitsError(f"{where}: no picture that can be read: {reason}") from None


def _read(image: Image.Image) -> Picture:
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith(("I", "F")):
        return Picture(_of_deep_grey(np.asarray(image)), deep=True)
    if image.has_transparency_data:
        colours = np.asarray(image.convert("RGBA"))
        if (colours[..., 3] < 255).any():
            return Picture(onto_paper(colours), transparent=True)
    return Picture(np.asarray(image.convert("RGB")))


def _of_deep_grey(grey: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey of 16 or 32 bits, or floats to 1, brought to 8 bits."""
    lowest, highest = float(grey.min()), float(grey.max())
    if not (np.isfinite(lowest) and np.isfinite(highest)) or lowest < 0:
        raise ValueError(f"its grey runs from {lowest} to {highest}; allowed: 0 to 1, 255 or 65535")
    range_end = next((end for end in (1, 255, 65535) if highest <= end), highest)
    eight = np.empty((grey.size, 3), np.uint8)
    for pixels in _blocks(grey.size):
        shades = (
            (grey.reshape(-1)[pixels].astype(np.float64) / range_end * 255).round().clip(0, 255)
        )
        eight[pixels] = shades.astype(np.uint8)[:, None]
    return eight.reshape(*grey.shape, 3)


def onto_paper(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours with alpha (H, W, 4) as colours (H, W, 3) on paper of one colour.

    Ink on nothing is laid onto white or black, whichever differs more from it. A picture that is
    opaque but for its corners is laid onto the colour that is most of it.
    """
    given = picture.reshape(-1, 4)
    alpha = given[:, 3]
    visible = given[alpha > 127][:, :3]
    if alpha.mean() / 255 > VISIBLE:
        paper = np.median(visible, axis=0)
    else:
        ink = visible.mean() if len(visible) else 0.0
        paper = np.full(3, 255.0 if ink < 128 else 0.0)
    laid = np.empty((len(given), 3), np.uint8)
    for pixels in _blocks(len(given)):
        opacity = given[pixels, 3:] / 255
        laid[pixels] = (given[pixels, :3] * opacity + paper * (1 - opacity)).round()
    return laid.reshape(*picture.shape[:2], 3)


def _blocks(pixels: int) -> Iterator[slice]:
    return (slice(start, start + PIXELS_AT_ONCE) for start in range(0, pixels, PIXELS_AT_ONCE))
