"""The hole of document 000."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, joined
from synthdigits.digits.masking import (
    MARK,
    draw_corners,
    hole_of,
    holes_in,
    marked,
    mask_digits,
    resized,
)

DOCUMENT = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


def test_corners_reach_both_ends_and_are_drawn_independently() -> None:
    corners = draw_corners(5000, DOCUMENT, np.random.default_rng(0))
    pairs, counts = np.unique(corners, axis=0, return_counts=True)
    assert len(pairs) == 25
    assert pairs.min() == 8
    assert pairs.max() == 12
    assert counts.min() > 130  # 200 expected of each


def test_a_hole_is_where_its_corner_says() -> None:
    hole = hole_of(np.array([[8, 12]], np.uint8), size=8)[0]
    assert hole.sum() == 64
    assert hole[8:16, 12:20].all()


def test_a_hole_at_the_border_does_not_wrap_around() -> None:
    hole = hole_of(np.array([[20, 20]], np.uint8), size=8)[0]
    assert hole[20:, 20:].all()
    assert hole.sum() == 64


def test_nothing_changes_outside_the_hole(digits: Digits) -> None:
    grey = MaskParams(size=6, first_corner=0, last_corner=22, fill=128)
    masked = mask_digits(digits, grey, np.random.default_rng(1))
    hole = hole_of(masked.corners, 6)
    np.testing.assert_array_equal(masked.images[~hole], digits.images[~hole])
    assert set(masked.images[hole]) == {128}
    np.testing.assert_array_equal(masked.rows, digits.rows)


def test_equal_seeds_give_equal_holes(digits: Digits) -> None:
    first, again = (mask_digits(digits, DOCUMENT, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.corners, again.corners)


def test_holes_of_several_sizes_are_marked_and_nothing_else(digits: Digits) -> None:
    kinds = (DOCUMENT, resized(DOCUMENT, 4))
    masked = joined([mask_digits(digits, kind, np.random.default_rng(3)) for kind in kinds])
    hole = holes_in(masked)
    assert set(hole[: len(digits)].sum(axis=(1, 2))) == {64}
    assert set(hole[len(digits) :].sum(axis=(1, 2))) == {16}
    grey = marked(masked)
    assert set(grey.images[hole]) == {MARK}
    np.testing.assert_array_equal(grey.images[~hole], masked.images[~hole])


@pytest.mark.parametrize(
    ("size", "first", "last"), [(4, 10, 14), (8, 8, 12), (7, 8, 12), (12, 6, 10)]
)
def test_holes_of_another_size_keep_their_middles(size: int, first: int, last: int) -> None:
    """A hole of 7 can't: half a pixel goes up and to the left."""
    mask = resized(MaskParams(size=8, first_corner=8, last_corner=12, fill=0), size)
    assert (mask.size, mask.first_corner, mask.last_corner) == (size, first, last)
