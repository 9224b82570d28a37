"""Real digits of a budget: stratified, and nested within one subset seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.randomness import numpy_generator


def subset(labels: NDArray[np.uint8], budget: int, seed: int) -> NDArray[np.int64]:
    """Places (budget,) of digits in ``labels``, every class in proportion.

    A larger budget of the same seed holds all of a smaller one.

    Raises:
        SynthdigitsError: there are not that many digits, or so few that a class is missing.
    """
    if budget > len(labels):
        raise SynthdigitsError(
            f"a budget of {budget} is more than the {len(labels)} training digits"
        )
    chosen = _order(labels, seed)[:budget]
    missing = sorted(set(labels.tolist()) - set(labels[chosen].tolist()))
    if missing:
        raise SynthdigitsError(f"a budget of {budget} has no digit of class {missing[0]}")
    return chosen


def _order(labels: NDArray[np.uint8], seed: int) -> NDArray[np.int64]:
    """All places in an order of which every prefix is stratified.

    The digits of a class are spread evenly over [0, 1), from a random start, and then sorted.
    """
    generator = numpy_generator(seed, "subset")
    position = np.empty(len(labels))
    for label in np.unique(labels):
        places = generator.permutation(np.flatnonzero(labels == label))
        position[places] = (np.arange(len(places)) + generator.random()) / len(places)
    return np.argsort(position, kind="stable")
