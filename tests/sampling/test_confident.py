"""Digits that a classifier reads surely enough: same numbers, gaps where something is left out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from stand_ins import FILES
from synthdigits.classifiers.reading import class_probabilities, load_classifier
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sampling.sampling import Sampler, needs_labeller, sample

FIRST, SEED = 20, 3


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    return Sampler.load(FILES["conditional"], FILES["cnn"], reads=True)


@pytest.fixture(scope="module")
def every() -> SyntheticDigits:
    return sample(FILES["conditional"], None, count=300, seed=SEED, digit=None, first=FIRST)


def own_probability(digits: SyntheticDigits) -> NDArray[np.float32]:
    likely = class_probabilities(load_classifier(FILES["cnn"]), digits.images).numpy()
    own: NDArray[np.float32] = likely[np.arange(len(digits)), digits.labels]
    return own


@pytest.mark.parametrize("digit", [None, 4])
def test_what_is_kept_has_the_number_and_the_pixels_that_it_always_has(
    digit: int | None, sampler: Sampler, every: SyntheticDigits
) -> None:
    own = own_probability(every)
    least = float(np.median(own[every.labels == 4]))
    asked = (every.labels == digit) if digit is not None else np.full(len(every), True)
    good = np.flatnonzero(asked & (own >= least))[:8]
    assert np.diff(good).max() > (1 if digit is None else 10), "something is left out between"
    kept = sampler.sample_confident(least, count=8, seed=SEED, digit=digit, first=FIRST)
    np.testing.assert_array_equal(kept.digits.rows, every.rows[good])
    np.testing.assert_array_equal(kept.digits.images, every.images[good])
    np.testing.assert_array_equal(kept.digits.labels, every.labels[good])
    np.testing.assert_allclose(kept.digits.confidence, own[good], atol=1e-5)
    assert kept.left_out == asked[: good[-1] + 1].sum() - 8


def test_nothing_is_left_out_where_everything_is_sure_enough(sampler: Sampler) -> None:
    kept = sampler.sample_confident(0, count=1005, seed=SEED, digit=None, first=0)
    assert kept.left_out == 0
    np.testing.assert_array_equal(kept.digits.rows, np.arange(1005))


def test_where_hardly_anything_is_sure_enough_one_line_says_so(sampler: Sampler) -> None:
    with pytest.raises(SynthdigitsError, match=r"hardly any 7 that is read with at least 1: 0 amo"):
        sampler.sample_confident(1, count=1, seed=SEED, digit=7, first=0)


def test_an_unknown_class_is_told(sampler: Sampler) -> None:
    with pytest.raises(SynthdigitsError, match=r"digit 10: .* knows the classes 0–9"):
        sampler.sample_confident(0, count=1, seed=SEED, digit=10, first=0)


def test_a_generator_with_classes_needs_no_labeller() -> None:
    assert not needs_labeller(FILES["conditional"])
    assert Sampler.load(FILES["conditional"], FILES["cnn"]).labeller is None
