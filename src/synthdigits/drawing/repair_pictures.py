"""Sheets of repaired test digits: as they come, with what was read in them, and the hardest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.drawing import sheets
from synthdigits.figures import write_image

BANDS, COLUMNS = 3, 16
READ = 10
HARDEST = 16


@dataclass(frozen=True)
class Repairs:
    """Digits as they were, with a hole, and repaired, and what was read in the repairs.

    Attributes:
        original, masked, repaired: uint8 (N, H, W).
        actual, predicted: uint8 (N,).
        hardest: places of the repairs that are read worst, the worst first.
    """

    original: NDArray[np.uint8]
    masked: NDArray[np.uint8]
    repaired: NDArray[np.uint8]
    actual: NDArray[np.uint8]
    predicted: NDArray[np.uint8]
    hardest: NDArray[np.int64]


def write_repair_pictures(folder: Path, repairs: Repairs) -> None:
    """``sheet.png``, ``read.png`` and ``hardest.png``."""
    versions = [repairs.original, repairs.masked, repairs.repaired]
    write_image(folder / "sheet.png", sheets.bands(versions, COLUMNS, BANDS))
    answers = zip(repairs.actual[:READ], repairs.predicted[:READ], strict=True)
    captions = [f"read {predicted}\nis {actual}" for actual, predicted in answers]
    write_image(folder / "read.png", sheets.captioned(repairs.repaired[:READ], captions))
    worst = [images[repairs.hardest] for images in versions]
    write_image(folder / "hardest.png", sheets.bands(worst, len(repairs.hardest), 1))
