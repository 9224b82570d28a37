"""Precision, recall, density and coverage of sets whose answers are known."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from synthdigits.measures.coverage import RealNeighbourhood

GENERATOR = np.random.default_rng(0)
REAL = GENERATOR.standard_normal((500, 4)).astype(np.float32)


def test_a_set_covers_itself() -> None:
    """Every real point lies in the balls of its neighbours, and a ball holds itself and five."""
    coverage = RealNeighbourhood(REAL).coverage(REAL)
    assert (coverage.precision, coverage.recall, coverage.coverage) == (1.0, 1.0, 1.0)
    assert coverage.density == pytest.approx(6 / 5, rel=0.05)


def test_points_far_away_have_nothing_in_common() -> None:
    coverage = RealNeighbourhood(REAL).coverage(REAL + np.float32(100))
    assert asdict(coverage) == {"precision": 0, "recall": 0, "density": 0, "coverage": 0}


def test_half_of_the_modes_is_half_of_the_coverage_at_full_precision() -> None:
    modes = np.concatenate([REAL, REAL + np.float32(100)])
    coverage = RealNeighbourhood(modes).coverage(REAL)
    assert coverage.precision == 1.0
    assert (coverage.recall, coverage.coverage) == (0.5, 0.5)


def test_a_collapsed_generator_is_precise_and_covers_nothing() -> None:
    collapsed = np.repeat(REAL[:1], 500, axis=0)
    coverage = RealNeighbourhood(REAL).coverage(collapsed)
    assert coverage.precision == 1.0
    assert coverage.recall < 0.02
    assert coverage.coverage < 0.05


def test_noise_among_good_points_costs_precision_alone() -> None:
    noisy = REAL.copy()
    noisy[:100] += 100
    coverage = RealNeighbourhood(REAL).coverage(noisy)
    assert coverage.precision == 0.8
    assert coverage.coverage > 0.7
