"""How close repaired digits come to the originals. Lower L1 and higher PSNR are better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import holes_in


@dataclass(frozen=True)
class RepairError:
    """Errors of repairs.

    Attributes:
        hole_l1: mean absolute difference inside the hole, 1 being full ink; lower is better.
        psnr: peak signal-to-noise ratio over the whole image, in decibels, of the mean squared
            error of all images; higher is better.
    """

    hole_l1: float
    psnr: float


def repair_error(real: Digits, repaired: MaskedDigits) -> RepairError:
    """Compare repaired digits with the originals of the same rows."""
    if not np.array_equal(real.rows, repaired.rows):
        raise ValueError("real and repaired digits are not the same rows")
    difference = np.abs(real.images.astype(np.float64) - repaired.images) / 255
    hole = holes_in(repaired)
    squared = float((difference**2).mean())
    return RepairError(float(difference[hole].mean()), -10 * float(np.log10(squared)))
