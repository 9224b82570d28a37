"""Sheets of a synthetic set: its first digits, its classes, and ways from one digit to another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SyntheticDigits
from synthdigits.drawing import sheets
from synthdigits.figures import write_image

ROWS, COLUMNS = 10, 16


def write_synthetic_pictures(
    folder: Path, digits: SyntheticDigits, ways: Sequence[NDArray[np.uint8]]
) -> None:
    """``first.png``, one row as it comes; ``by_class.png``; ``interpolation.png``.

    Args:
        ways: each uint8 (N, H, W), from one digit to another.
    """
    write_image(folder / "first.png", sheets.grid([digits.images[:COLUMNS]]))
    write_image(folder / "by_class.png", sheets.by_class(digits, COLUMNS))
    write_image(folder / "interpolation.png", sheets.grid(ways))
