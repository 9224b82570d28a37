"""Strokes as wide as MNIST's, and its canvas: 20 pixels large, the centre of mass in the middle."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from reading.strokes import seven_mask
from synthdigits.reading.placing import centred, cropped, scaled
from synthdigits.reading.stroke import THICKEST, THINNEST, normalised, stroke_width


@pytest.mark.parametrize("width", [0.02, 0.06, 0.12])
def test_the_width_of_strokes_is_measured(width: float) -> None:
    assert stroke_width(seven_mask(400, width)) == pytest.approx(400 * width, abs=2.5)


@pytest.mark.parametrize(("width", "expected"), [(0.015, THINNEST), (0.18, THICKEST)])
def test_thin_and_thick_strokes_become_usual_ones(width: float, expected: float) -> None:
    mask = cropped(seven_mask(400, width))
    usual = cropped(normalised(mask))
    assert stroke_width(usual) / max(usual.shape) * 20 == pytest.approx(expected, rel=0.2)
    assert ndimage.label(usual, np.ones((3, 3)))[1] == 1


def test_usual_strokes_stay() -> None:
    mask = cropped(seven_mask(400, 0.08))
    np.testing.assert_array_equal(normalised(mask), mask)


def test_thinning_tears_no_narrow_part() -> None:
    mask = np.zeros((120, 160), bool)
    mask[30:90, 10:70] = True
    mask[30:90, 90:150] = True
    mask[56:63, 60:100] = True  # a bridge, an eighth as wide
    assert ndimage.label(normalised(mask))[1] == 1


@pytest.mark.parametrize("side", [60, 200, 999])
def test_the_longer_side_becomes_twenty_pixels(side: int) -> None:
    mask = cropped(seven_mask(side))
    digit = scaled(mask)
    assert max(digit.shape) == 20
    assert digit.shape[1] == pytest.approx(20 * mask.shape[1] / mask.shape[0], abs=0.5)
    assert 0 < np.isin(digit, (0, 255)).mean() < 1  # edges are neither ink nor paper


def test_the_centre_of_mass_is_in_the_middle() -> None:
    canvas = centred(scaled(cropped(seven_mask())))
    assert canvas.shape == (28, 28)
    centre = ndimage.center_of_mass(canvas)
    assert centre == pytest.approx((14, 14), abs=0.5)


def test_a_digit_stays_on_the_canvas() -> None:
    """All its mass at one end: centred wholly, it would leave the canvas."""
    digit = np.zeros((20, 3), np.uint8)
    digit[-1] = 255
    digit[0, 0] = 1
    canvas = centred(digit)
    assert canvas.sum() == digit.sum()
    assert canvas[19].sum() == 3 * 255
