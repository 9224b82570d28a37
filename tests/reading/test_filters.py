"""Blur, neighbourhoods, distances and pieces are what SciPy makes of the same pictures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from synthdigits.reading.connected import labelled
from synthdigits.reading.filters import blurred, depth, highest_around

SHAPES = [(1, 1), (1, 9), (7, 1), (20, 31), (40, 17)]


def picture(shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random(shape)


@pytest.mark.parametrize("shape", [(20, 31), (40, 17)])
@pytest.mark.parametrize("deviation", [0.07, 0.8, 1.6])
def test_a_blur(shape: tuple[int, int], deviation: float) -> None:
    expected = ndimage.gaussian_filter(picture(shape), deviation)
    np.testing.assert_allclose(blurred(picture(shape), deviation), expected)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reach", [1, 2])
def test_the_highest_value_around(shape: tuple[int, int], reach: int) -> None:
    expected = ndimage.maximum_filter(picture(shape), 2 * reach + 1)
    np.testing.assert_array_equal(highest_around(picture(shape), reach), expected)
    mask = picture(shape) > 0.9
    grown = ndimage.binary_dilation(mask, np.ones((3, 3)), iterations=reach)
    np.testing.assert_array_equal(highest_around(mask, reach), grown)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("share", [0.03, 0.3, 0.9])
def test_the_distance_to_the_nearest_pixel_outside(shape: tuple[int, int], share: float) -> None:
    mask = picture(shape) > share
    mask[0, 0] = False
    np.testing.assert_allclose(depth(mask), ndimage.distance_transform_edt(mask))


def test_only_one_pixel_is_outside() -> None:
    mask = np.ones((30, 12), bool)
    mask[29, 11] = False
    assert depth(mask)[0, 0] == pytest.approx(np.hypot(29, 11))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.7, 0.95, 1.0])
def test_pieces(shape: tuple[int, int], share: float) -> None:
    for seed in range(10):
        mask = picture(shape, seed) >= share
        expected, count = ndimage.label(mask, np.ones((3, 3)))
        found, number = labelled(mask)
        assert number == count
        np.testing.assert_array_equal(found, expected)


def test_a_spiral_is_one_piece() -> None:
    mask = np.zeros((41, 41), bool)
    top, left, bottom, right = 0, 0, 40, 40
    while top < bottom:
        mask[top, left : right + 1] = mask[top : bottom + 1, right] = True
        mask[bottom, left : right + 1] = mask[top + 2 : bottom + 1, left] = True
        mask[top + 2, left : left + 3] = True
        top, left, bottom, right = top + 2, left + 2, bottom - 2, right - 2
    expected, count = ndimage.label(mask, np.ones((3, 3)))
    found, number = labelled(mask)
    assert number == count
    np.testing.assert_array_equal(found, expected)
