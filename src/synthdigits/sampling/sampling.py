"""Digits on demand, from weights alone: rows of the endless set that weights and seed make."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from synthdigits.adversarial.generation import generate
from synthdigits.classifiers.reading import load_classifier
from synthdigits.digits.digits import SyntheticDigits, joined
from synthdigits.learning.weights import read_weights
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import gan_class

STEP = 1_000
PATIENCE = 200
"""Images that are looked at for each one wanted, before a class is given up."""


def sample(
    weights: Path, labeller: Path, *, count: int, seed: int, digit: int | None, first: int
) -> SyntheticDigits:
    """The first ``count`` images from number ``first`` on, of one class or of all.

    Args:
        labeller: a classifier; read only where the generator can't be asked for a class.

    Raises:
        SynthdigitsError: the class is unknown, or the generator hardly ever makes it.
    """
    header, _ = read_weights(weights)
    if digit is not None and digit >= header.classes:
        raise SynthdigitsError(f"digit {digit}: {weights} knows the classes 0–{header.classes - 1}")
    asked = gan_class(header.name).conditional
    reader = nn.Identity() if asked else load_classifier(labeller)
    if digit is None:
        return generate(weights, first, count, seed, reader)
    found: list[SyntheticDigits] = []
    looked_at = range(first, first + max(STEP, PATIENCE * count), STEP)
    for start in looked_at:
        part = generate(weights, start, STEP, seed, reader)
        found.append(part[part.labels == digit])
        if sum(map(len, found)) >= count:
            return joined(found)[:count]
    raise SynthdigitsError(
        f"{weights} makes hardly any {digit}: {sum(map(len, found))} among "
        f"{len(looked_at) * STEP} images, {count} wanted"
    )
