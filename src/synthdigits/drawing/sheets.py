"""Sheets of digits: many images in one picture, dark ink on white."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from synthdigits.digits.digits import SIDE, Digits

ZOOM = 2
GAP = 2
PAPER = 255
TEXT_PIXELS = 16
NAME_WIDTH = 150
CAPTION_HEIGHT = 44


def grid(rows: Sequence[NDArray[np.uint8]], zoom: int = ZOOM) -> Image.Image:
    """Rows of images, each uint8 (columns, H, W), ``zoom`` times their size."""
    columns = max(len(row) for row in rows)
    cell = SIDE + GAP
    canvas = np.full((len(rows) * cell + GAP, columns * cell + GAP), PAPER, np.uint8)
    for down, row in enumerate(rows):
        for right, image in enumerate(row):
            top, left = down * cell + GAP, right * cell + GAP
            canvas[top : top + SIDE, left : left + SIDE] = PAPER - image
    return Image.fromarray(canvas).resize(
        (canvas.shape[1] * zoom, canvas.shape[0] * zoom), Image.Resampling.NEAREST
    )


def by_class(digits: Digits, columns: int) -> Image.Image:
    """One row for each class: its first ``columns`` digits."""
    return grid(
        [digits.images[digits.labels == label][:columns] for label in range(digits.classes)]
    )


def square(images: NDArray[np.uint8], zoom: int = ZOOM) -> Image.Image:
    """As many rows as columns; images (n², H, W)."""
    return grid(np.split(images, math.isqrt(len(images))), zoom)


def bands(
    versions: Sequence[NDArray[np.uint8]], columns: int, count: int, zoom: int = ZOOM
) -> Image.Image:
    """``count`` bands of one row per version (original, masked, repaired …) of the same digits."""
    rows: list[NDArray[np.uint8]] = []
    for start in range(0, count * columns, columns):
        rows.extend(version[start : start + columns] for version in versions)
    return grid(rows, zoom)


def named_rows(rows: Mapping[str, NDArray[np.uint8]]) -> Image.Image:
    """One row of images for each name, which stands on its left."""
    return named_strips({name: grid([row]) for name, row in rows.items()})


def named_strips(strips: Mapping[str, Image.Image]) -> Image.Image:
    """Rows that :func:`grid` drew, one under the other, each beside its name."""
    height = (SIDE + GAP) * ZOOM
    width = max(strip.width for strip in strips.values())
    size = (NAME_WIDTH + width, len(strips) * height + GAP * ZOOM)
    sheet = Image.new("L", size, PAPER)
    for row, (name, strip) in enumerate(strips.items()):
        sheet.paste(strip, (NAME_WIDTH, row * height))
        _write(sheet, (GAP, row * height + height // 2), name, "lm")
    return sheet


def captioned(images: NDArray[np.uint8], captions: Sequence[str]) -> Image.Image:
    """One row of images, each over its caption."""
    digits = grid([images])
    sheet = Image.new("L", (digits.width, digits.height + CAPTION_HEIGHT), PAPER)
    sheet.paste(digits, (0, 0))
    for column, caption in enumerate(captions):
        middle = round((column + 0.5) * (SIDE + GAP) * ZOOM)
        _write(sheet, (middle, digits.height), caption, "ma")
    return sheet


def _write(sheet: Image.Image, place: tuple[int, int], text: str, anchor: str) -> None:
    font = ImageFont.load_default(TEXT_PIXELS)
    ImageDraw.Draw(sheet).text(place, text, 0, font, anchor, align="center")
