"""A picture of a set's first digits."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets
from synthdigits.export.formats.columns import pictures_of

FILE = Path("preview.png")
COLUMNS = 16
BANDS = 4
SEARCHED = 1_000
"""Rows among which the first of each class are searched."""


def draw(digits: Digits) -> Image.Image:
    """One row for each class; repaired digits over their masked twins."""
    first = digits[:SEARCHED]
    pictures = list(pictures_of(first).values())
    if len(pictures) == 1:
        return sheets.by_class(first, COLUMNS)
    return sheets.bands(pictures[::-1], COLUMNS, BANDS)
