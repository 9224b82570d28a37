"""Repair errors with known answers."""

from dataclasses import replace

import numpy as np
import pytest

from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import hole_of, mask_digits
from synthdigits.inpainting.error import repair_error

MASK = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


def test_a_known_error_inside_the_hole(digits: Digits) -> None:
    real = replace(digits, images=np.full_like(digits.images, 255))
    masked = mask_digits(real, MASK, np.random.default_rng(0))
    error = repair_error(real, masked)
    assert error.hole_l1 == 1.0
    assert error.psnr == pytest.approx(-10 * np.log10(64 / 784))


def test_errors_outside_the_hole_count_in_psnr_alone(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    hole = hole_of(masked.corners, 8)
    noisy = replace(masked, images=np.where(hole, digits.images, 255 - digits.images))
    assert repair_error(digits, noisy).hole_l1 == 0
    assert repair_error(digits, noisy).psnr < 10


def test_other_rows_are_not_compared(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    with pytest.raises(ValueError, match="not the same rows"):
        repair_error(digits[:100], masked[100:])
