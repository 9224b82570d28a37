"""A generator that replays training digits is caught; one that doesn't is not."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.measures.copies import SAME
from synthdigits.measures.memorisation import look_up, nearest

GENERATOR = np.random.default_rng(0)


def draw(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return GENERATOR.standard_normal((count, 6)).astype(np.float32)


TRAINED_ON, HELD_OUT, FRESH = draw(1500), draw(500), draw(500)


def test_the_nearest_point_is_found() -> None:
    near = nearest(np.array([[0.9], [5.2]], np.float32), np.array([[0], [1], [5]], np.float32))
    assert near.index.tolist() == [1, 2]
    assert near.distance == pytest.approx([0.1, 0.2], rel=1e-4)


def test_the_nearest_of_all_parts_is_the_nearest_of_all() -> None:
    """Parts that are not equally large, too."""
    near, expected = look_up(FRESH, TRAINED_ON[:1333], HELD_OUT), nearest(FRESH, TRAINED_ON[:1333])
    np.testing.assert_array_equal(near.trained_on.index, expected.index)
    assert near.trained_on.distance == pytest.approx(expected.distance)


def test_fresh_points_are_as_far_from_one_as_from_the_other() -> None:
    """Though three times as many points were trained on."""
    assert look_up(FRESH, TRAINED_ON, HELD_OUT).ratio == pytest.approx(1, abs=0.05)


def test_a_replay_of_training_points_is_caught_by_the_ratio() -> None:
    assert look_up(TRAINED_ON[::3], TRAINED_ON, HELD_OUT).ratio < 0.8


def test_a_replay_with_noise_is_caught_too() -> None:
    noisy = TRAINED_ON[::3] + np.float32(0.02) * draw(500)
    assert look_up(noisy, TRAINED_ON, HELD_OUT).ratio < 0.85


def test_duplicates_are_counted_against_training_points_and_among_themselves() -> None:
    copied, repeated = TRAINED_ON[:30], np.repeat(FRESH[:1], 20, axis=0)
    points = np.concatenate([copied, repeated, FRESH[1:51]])
    assert look_up(points, TRAINED_ON, HELD_OUT).duplicate_share() == 0.5


def test_what_is_further_than_the_limit_is_no_duplicate() -> None:
    away = np.zeros((1, 6), np.float32)
    away[0, 0] = SAME
    for distance, share in ((0.9, 1.0), (1.1, 0.0)):
        moved = TRAINED_ON[:50] + np.float32(distance) * away
        assert look_up(moved, TRAINED_ON, HELD_OUT).duplicate_share() == share
