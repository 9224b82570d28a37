"""Distances between sets have known answers, and are far from zero for planted failures."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from synthdigits.measures.fidelity import (
    FrechetDistance,
    kernel_distance,
    kernel_distance_per_class,
)

Points = NDArray[np.float32]


@pytest.fixture(scope="module")
def real() -> Points:
    return np.random.default_rng(0).standard_normal((400, 8)).astype(np.float32)


@pytest.fixture(scope="module")
def alike() -> Points:
    return np.random.default_rng(1).standard_normal((400, 8)).astype(np.float32)


def test_a_set_is_at_no_frechet_distance_from_itself(real: Points) -> None:
    assert FrechetDistance(real).to(real) == pytest.approx(0, abs=1e-4)


def test_with_equal_covariances_it_is_the_squared_difference_of_the_means(real: Points) -> None:
    assert FrechetDistance(real).to(real + np.float32(0.5)) == pytest.approx(8 * 0.25, rel=1e-3)


def test_with_equal_means_it_is_the_squared_difference_of_the_deviations(real: Points) -> None:
    """For a covariance C and its fourfold: tr(C + 4C - 2·2C) = tr(C)."""
    centred = real - real.mean(axis=0)
    expected = np.trace(np.cov(centred.T))
    assert FrechetDistance(centred).to(2 * centred) == pytest.approx(expected, rel=1e-3)


def test_earlier_sets_leave_no_trace(real: Points, alike: Points) -> None:
    frechet = FrechetDistance(real)
    first = frechet.to(alike)
    frechet.to(np.zeros_like(real))
    assert frechet.to(alike) == first


def test_a_collapsed_generator_is_far_away_by_both_distances(real: Points, alike: Points) -> None:
    collapsed = np.repeat(real[:1], 400, axis=0)
    assert FrechetDistance(real).to(collapsed) > 5 * FrechetDistance(real).to(alike)
    assert kernel_distance(real, collapsed, seed=1) > 5 * abs(kernel_distance(real, alike, seed=1))


def test_the_kernel_distance_of_one_distribution_has_mean_zero(real: Points) -> None:
    """It is unbiased: over other draws of 100 points it lies on both sides of 0."""
    generator = np.random.default_rng(2)
    distances = [
        kernel_distance(real, generator.standard_normal((100, 8)).astype(np.float32), seed)
        for seed in range(10)
    ]
    assert min(distances) < 0 < max(distances)


def test_the_kernel_distance_is_that_of_the_polynomial_kernel() -> None:
    """By hand for two points in each of two sets of one dimension; the kernel is (xy + 1)³."""
    real, ours = np.array([[0.0], [1.0]], np.float32), np.array([[1.0], [2.0]], np.float32)
    within_real, within_ours = 1.0, 27.0
    across = (1 + 1 + 8 + 27) / 4
    expected = within_real + within_ours - 2 * across
    assert kernel_distance(real, ours, seed=1) == pytest.approx(expected, rel=1e-5)


def test_the_kernel_distance_depends_on_its_seed_alone(real: Points) -> None:
    other = np.random.default_rng(3).standard_normal((1200, 8)).astype(np.float32)
    first = kernel_distance(np.tile(real, (3, 1)), other, seed=1)
    np.random.default_rng().random()
    assert kernel_distance(np.tile(real, (3, 1)), other, seed=1) == first
    assert kernel_distance(np.tile(real, (3, 1)), other, seed=2) != first


def test_the_class_that_went_wrong_is_named(real: Points, alike: Points) -> None:
    labels = (np.arange(400) % 4).astype(np.uint8)
    wrong = alike.copy()
    wrong[labels == 2] += 2
    distances = kernel_distance_per_class(real, labels, wrong, labels, seed=1)
    assert max(distances, key=lambda label: distances[label]) == "2"


def test_a_class_of_a_few_images_gets_no_distance(real: Points, alike: Points) -> None:
    labels = (np.arange(400) % 4).astype(np.uint8)
    rare = np.where((labels == 1) & (np.arange(400) > 20), 0, labels).astype(np.uint8)
    distances = kernel_distance_per_class(real, labels, alike, rare, seed=1)
    assert set(distances) == {"0", "2", "3"}
