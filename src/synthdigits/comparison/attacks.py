"""Membership attacks on what the project gives away: synthetic sets, repairs, classifiers.

The attacker has what a consumer has, and looks at real digits of which half were trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities
from synthdigits.comparison.arms import PLANTED, REAL_FLOOR
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits, split_off_last
from synthdigits.digits.masking import holes_in
from synthdigits.measures.features import pixels_of
from synthdigits.measures.membership import Membership, Scores, membership
from synthdigits.measures.memorisation import nearest
from synthdigits.randomness import numpy_generator

CANDIDATES = 5_000
"""Most members, and most held-out digits, that an attacker looks at."""
SAMPLES = 20_000
"""Most synthetic images that an attacker holds."""
NOISE = 10
"""Of the planted generator that copies: standard deviation in grey levels."""


@dataclass(frozen=True)
class Candidates:
    """Real digits that were trained on, and as many that weren't."""

    members: Digits
    held_out: Digits

    @classmethod
    def load(cls, validation_fraction: float, seed: int) -> Self:
        """Of the project's real digits, see :meth:`drawn`."""
        train, test = Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST)
        return cls.drawn(train, test, validation_fraction, seed)

    @classmethod
    def drawn(cls, train: Digits, test: Digits, validation_fraction: float, seed: int) -> Self:
        """Some of each.

        Args:
            validation_fraction: of the training digits, the last ones, that aren't members.
        """
        seen, _ = split_off_last(train, validation_fraction)
        count = min(CANDIDATES, len(seen), len(test))
        generator = numpy_generator(seed, "membership candidates")
        places = [generator.permutation(len(digits))[:count] for digits in (seen, test)]
        return cls(seen[places[0]], test[places[1]])


def attack_samples(
    samples: NDArray[np.uint8], candidates: Candidates, confidence: float
) -> Membership:
    """By the distance in pixels to the nearest of a generator's samples (Chen et al. 2020).

    Args:
        samples: uint8 (N, H, W), of which the first ones are used.
    """
    held = pixels_of(samples[:SAMPLES])

    def closeness(digits: Digits) -> Scores:
        return -nearest(pixels_of(digits.images), held).distance

    return membership(closeness(candidates.members), closeness(candidates.held_out), confidence)


def attack_classifier(
    classifier: Classifier, candidates: Candidates, confidence: float
) -> Membership:
    """By the classifier's cross-entropy on the digit and its label (Yeom et al. 2018)."""

    def surety(digits: Digits) -> Scores:
        probabilities = class_probabilities(classifier, digits.images).double().numpy()
        right: Scores = probabilities[np.arange(len(digits)), digits.labels]
        return np.log(np.maximum(right, np.finfo(np.float64).tiny))

    return membership(surety(candidates.members), surety(candidates.held_out), confidence)


def attack_repairs(inpainter: str, candidates: Candidates, confidence: float) -> Membership:
    """By the L1 in the hole of what an inpainter of the project repaired."""

    def nearness(digits: Digits, split: str) -> Scores:
        repairs = MaskedDigits.load(paths.inpainted(inpainter, split))
        repairs = repairs[np.searchsorted(repairs.rows, digits.rows)]
        apart = np.abs(digits.images.astype(np.float64) - repairs.images) * holes_in(repairs)
        scores: Scores = -apart.sum(axis=(1, 2))
        return scores

    return membership(
        nearness(candidates.members, "train"), nearness(candidates.held_out, "test"), confidence
    )


def reference_attacks(held_back: float, seed: int, confidence: float) -> dict[str, Membership]:
    """What the attack on samples finds where the answer is known, by name.

    The samples of ``real_floor`` are real training digits that aren't among the members: what
    training and test digits differ by. Those of ``planted_copies`` repeat members.

    Args:
        held_back: share of the training digits, the last ones, that are real_floor's samples.
    """
    seen, others = split_off_last(Digits.load(paths.RAW_TRAIN), held_back)
    candidates = Candidates.load(held_back, seed)
    samples = {REAL_FLOOR: others.images, PLANTED: planted_copies(seen.images, seed)}
    return {name: attack_samples(made, candidates, confidence) for name, made in samples.items()}


def planted_copies(images: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Samples of a generator that repeats some of these images (N, H, W) under a little noise."""
    generator = numpy_generator(seed, "planted copies")
    copied = images[generator.permutation(len(images))[:SAMPLES]].astype(np.float64)
    noisy = copied + generator.normal(0, NOISE, copied.shape)
    copies: NDArray[np.uint8] = np.clip(noisy, 0, 255).astype(np.uint8)
    return copies
