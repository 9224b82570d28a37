"""Which ink is the digit: specks, dirt at the border and ruled lines are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reading.strokes import seven, seven_mask
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.ink import find_ink
from synthdigits.reading.pieces import one_digit
from synthdigits.reading.placing import cropped

SIDE = 200


def test_ink_is_what_differs_by_half_as_much_as_the_darkest() -> None:
    contrast = np.where(seven_mask(), 0.8, 0.0)
    contrast[100:102] = np.maximum(contrast[100:102], 0.25)  # a ruled line
    ink = find_ink(contrast)
    assert (ink.mask == seven_mask()).mean() > 0.99
    assert not ink.mask[101, :60].any()


@pytest.mark.parametrize("level", [0.0, 0.03])
def test_empty_paper_has_no_ink(level: float) -> None:
    with pytest.raises(SynthdigitsError, match="nothing stands out"):
        find_ink(np.where(seven_mask(), level, 0.0))


def test_noise_is_no_ink() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, (SIDE, SIDE))
    with pytest.raises(SynthdigitsError, match="nothing stands out"):
        find_ink(noise)


def with_ink(*boxes: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    """The seven and boxes of ink: top, bottom, left, right."""
    mask = seven_mask()
    for top, bottom, left, right in boxes:
        mask[top:bottom, left:right] = True
    return mask


DIRT = {
    "a speck": (100, 103, 30, 33),
    "a blot that is far away": (175, 197, 2, 22),
    "the table along one side": (0, 200, 0, 50),
    "the table in a corner": (150, 200, 0, 50),
    "a line across": (182, 186, 0, 200),
    "a bit of a line that begins at the border": (165, 169, 0, 45),
    "a cut-off neighbour": (60, 140, 190, 200),
}


@pytest.mark.parametrize("box", DIRT.values(), ids=DIRT)
def test_dirt_is_left_out(box: tuple[int, int, int, int]) -> None:
    mask = with_ink(box)
    assert mask.sum() > seven_mask().sum()
    np.testing.assert_array_equal(one_digit(mask), seven_mask())


def test_a_line_across_is_dirt_also_where_it_outweighs_the_digit() -> None:
    mask = np.zeros((400, 400), bool)
    mask[20:220, 100:300] = seven_mask(width=0.02)
    digit = mask.copy()
    mask[300:330] = True
    assert 0.3 * mask[300:330].sum() > digit.sum()
    np.testing.assert_array_equal(one_digit(mask), digit)


def test_a_digit_in_two_pieces_is_kept_whole() -> None:
    broken = seven_mask()
    broken[60:66] = False
    np.testing.assert_array_equal(one_digit(broken), broken)
    bar = with_ink((20, 28, 60, 130))  # as of a five whose bar stands apart
    np.testing.assert_array_equal(one_digit(bar), bar)


def test_a_digit_that_fills_the_picture_is_no_dirt() -> None:
    whole = cropped(seven_mask())
    np.testing.assert_array_equal(one_digit(whole), whole)


def test_two_digits_are_refused() -> None:
    two = np.concatenate([seven_mask(), seven_mask()], axis=1)
    with pytest.raises(SynthdigitsError, match="2 pieces of like size were found; one digit"):
        one_digit(two)


def test_no_ink_and_a_dot_are_refused() -> None:
    empty = np.zeros((50, 50), bool)
    with pytest.raises(SynthdigitsError, match="large enough"):
        one_digit(empty)
    empty[20:23, 20:23] = True
    with pytest.raises(SynthdigitsError, match="large enough"):
        one_digit(empty)


def test_seven_is_drawn_in_the_middle() -> None:
    """What the tests above rest on."""
    assert seven().shape == (SIDE, SIDE, 3)
    assert seven_mask()[30:170, 50:150].sum() == seven_mask().sum()
