"""Copies are found among all real digits, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.digits.digits import Digits
from synthdigits.measures.copies import SAME, CopyFinder, repeated_share
from synthdigits.measures.features import pixels_of
from synthdigits.measures.memorisation import nearest


@pytest.fixture(scope="module")
def finder(digits: Digits) -> CopyFinder:
    return CopyFinder(digits.images)


def test_every_real_digit_is_found(finder: CopyFinder, digits: Digits) -> None:
    np.testing.assert_array_equal(finder.copied(digits.images), np.arange(200))


def test_it_agrees_with_a_search_through_all_pairs(finder: CopyFinder, digits: Digits) -> None:
    """Noise of several strengths, on both sides of the threshold."""
    generator = np.random.default_rng(0)
    noise = generator.normal(0, 1, digits.images.shape) * np.linspace(0, 12, 200)[:, None, None]
    noisy = (digits.images + noise).round().clip(0, 255).astype(np.uint8)
    closest = nearest(pixels_of(noisy), pixels_of(digits.images))
    expected = np.where(closest.distance < SAME, closest.index, -1)
    assert 20 < (expected < 0).sum() < 180
    np.testing.assert_array_equal(finder.copied(noisy), expected)


def test_a_collapsed_generator_repeats_itself(digits: Digits) -> None:
    assert repeated_share(digits.images) == 0.0
    assert repeated_share(np.repeat(digits.images[:1], 30, axis=0)) == 1.0
    assert repeated_share(digits.images[:1]) == 0.0
    assert repeated_share(digits.images[:0]) == 0.0


def test_of_equal_real_digits_the_first_is_named(digits: Digits) -> None:
    twice = np.concatenate([digits.images, digits.images])
    np.testing.assert_array_equal(CopyFinder(twice).copied(digits.images), np.arange(200))
