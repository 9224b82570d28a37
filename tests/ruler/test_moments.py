"""The Fréchet distance from moments: known answers, and torchmetrics' answer."""

from __future__ import annotations

import numpy as np
import pytest

from synthdigits.measures.fidelity import FrechetDistance
from synthdigits.ruler.moments import Moments, frechet_distance


def points(seed: int, scale: float = 1.0, shift: float = 0.0) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(shift, scale, (400, 6))
    return drawn.astype(np.float32)


def test_a_set_is_no_distance_from_itself() -> None:
    moments = Moments.of(points(1))
    assert frechet_distance(moments, moments) == pytest.approx(0, abs=1e-9)


def test_with_equal_covariances_it_is_the_squared_difference_of_means() -> None:
    one = Moments.of(points(1))
    other = Moments(one.mean + 2, one.covariance)
    assert frechet_distance(one, other) == pytest.approx(6 * 4)


def test_with_diagonal_covariances_it_is_the_squared_difference_of_deviations() -> None:
    one = Moments(np.zeros(2), np.diag([1.0, 4.0]))
    other = Moments(np.zeros(2), np.diag([9.0, 16.0]))
    assert frechet_distance(one, other) == pytest.approx((3 - 1) ** 2 + (4 - 2) ** 2)


def test_a_set_that_has_collapsed_has_a_distance() -> None:
    one = Moments.of(points(1))
    flat = Moments.of(np.repeat(points(2)[:1], 10, axis=0))
    variance = float(np.trace(one.covariance))
    means = float(np.square(one.mean - flat.mean).sum())
    assert frechet_distance(one, flat) == pytest.approx(means + variance)


def test_it_is_what_torchmetrics_gives() -> None:
    real, others = points(1), points(2, scale=1.4, shift=0.3)
    expected = FrechetDistance(real).to(others)
    assert frechet_distance(Moments.of(real), Moments.of(others)) == pytest.approx(
        expected, rel=1e-4
    )
