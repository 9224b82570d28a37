"""Classical repairs touch the hole alone, and do what their names say."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import hole_of, mask_digits
from synthdigits.inpainting.classical import classical_repairs

MASK = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


@pytest.fixture(scope="module")
def masked(digits: Digits) -> MaskedDigits:
    return mask_digits(digits, MASK, np.random.default_rng(0))


@pytest.mark.parametrize("name", ["mean_fill", "navier_stokes"])
def test_what_is_outside_the_hole_stays(name: str, digits: Digits, masked: MaskedDigits) -> None:
    repaired = classical_repairs(digits)[name](masked)
    outside = ~hole_of(masked.corners, 8)
    np.testing.assert_array_equal(repaired.images[outside], digits.images[outside])
    assert (repaired.images[~outside] > 0).any()


def test_the_mean_digit_fills_the_hole(digits: Digits, masked: MaskedDigits) -> None:
    repaired = classical_repairs(digits)["mean_fill"](masked)
    hole = hole_of(masked.corners[:1], 8)[0]
    mean = digits.images.mean(axis=0)
    np.testing.assert_allclose(repaired.images[0][hole], mean[hole], atol=0.5)


def test_an_even_surrounding_flows_into_the_hole(masked: MaskedDigits) -> None:
    grey = np.full((1, 28, 28), 100, np.uint8)
    even = Digits(grey, np.zeros(1, np.uint8), np.zeros(1, np.int64))
    holed = mask_digits(even, MASK, np.random.default_rng(0))
    repaired = classical_repairs(even)["navier_stokes"](holed)
    np.testing.assert_allclose(repaired.images, grey, atol=1)
