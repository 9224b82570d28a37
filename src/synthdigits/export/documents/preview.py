"""A picture of a set's first digits."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from synthdigits.drawing import sheets
from synthdigits.export.formats.columns import pictures_of
from synthdigits.export.formats.sources import Source

FILE = Path("preview.png")
COLUMNS = 16
BANDS = 4
LOOKED_AT = 1_000
"""Rows among which the first of each class are looked for."""


def draw(source: Source) -> Image.Image:
    """One row for each class; repaired digits over their masked twins."""
    digits = source[:LOOKED_AT]
    pictures = list(pictures_of(digits).values())
    if len(pictures) == 1:
        return sheets.by_class(digits, COLUMNS)
    return sheets.bands(pictures[::-1], COLUMNS, BANDS)
