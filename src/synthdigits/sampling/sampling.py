"""Digits on demand, from weights alone: rows of the endless set that weights and seed make."""

from __future__ import annotations

from pathlib import Path

from synthdigits.adversarial.generation import Painter, generate
from synthdigits.classifiers.reading import load_classifier
from synthdigits.digits.digits import SyntheticDigits, joined
from synthdigits.plumbing.errors import SynthdigitsError

STEP = 1_000
PATIENCE = 200
"""Images that are painted for each one wanted, before a class is given up."""


def sample(
    weights: Path, labeller: Path, *, count: int, seed: int, digit: int | None, first: int
) -> SyntheticDigits:
    """The first ``count`` images from number ``first`` on, of one class or of all.

    Args:
        labeller: a classifier; read only where the generator can't be asked for a class.

    Raises:
        SynthdigitsError: the class is unknown, or the generator hardly ever makes it.
    """
    painter = Painter.load(weights)
    if digit is not None and digit >= painter.classes:
        raise SynthdigitsError(
            f"digit {digit}: {weights} knows the classes 0–{painter.classes - 1}"
        )
    classifier = None if painter.model.conditional else load_classifier(labeller)
    if digit is None:
        return generate(painter, range(first, first + count), seed, classifier)
    parts: list[SyntheticDigits] = []
    starts = range(first, first + max(STEP, PATIENCE * count), STEP)
    for start in starts:
        part = generate(painter, range(start, start + STEP), seed, classifier)
        parts.append(part[part.labels == digit])
        if sum(map(len, parts)) >= count:
            return joined(parts)[:count]
    raise SynthdigitsError(
        f"{weights} makes hardly any {digit}: {sum(map(len, parts))} among "
        f"{len(starts) * STEP} images, {count} wanted"
    )
