"""Sheets of digits: many images in one picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.data.digits import SIDE, Digits

ZOOM = 2
GAP = 2
PAPER = 255


def grid(rows: Sequence[NDArray[np.uint8]]) -> Image.Image:
    """Rows of images, each uint8 (columns, 28, 28), dark ink on white, twice the size."""
    columns = max(len(row) for row in rows)
    cell = SIDE + GAP
    canvas = np.full((len(rows) * cell + GAP, columns * cell + GAP), PAPER, np.uint8)
    for down, row in enumerate(rows):
        for right, image in enumerate(row):
            top, left = down * cell + GAP, right * cell + GAP
            canvas[top : top + SIDE, left : left + SIDE] = PAPER - image
    return Image.fromarray(canvas).resize(
        (canvas.shape[1] * ZOOM, canvas.shape[0] * ZOOM), Image.Resampling.NEAREST
    )


def by_class(digits: Digits, columns: int) -> Image.Image:
    """One row for each class: its first ``columns`` digits."""
    return grid(
        [digits.images[digits.labels == label][:columns] for label in range(digits.classes)]
    )


def bands(versions: Sequence[Digits], columns: int, count: int) -> Image.Image:
    """``count`` bands of one row per version (original, masked, repaired …) of the same digits."""
    rows: list[NDArray[np.uint8]] = []
    for start in range(0, count * columns, columns):
        rows.extend(version.images[start : start + columns] for version in versions)
    return grid(rows)
