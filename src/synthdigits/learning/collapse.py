"""When a training or a set has collapsed, and whether the stage then fails: the rule's one place.

- A loss that is no number, or that stays beyond all bounds, ends any training.
- Losses beyond all bounds at the end, a classifier at chance and a set of one shape are errors, and
  nothing is written; at the schedule `demo`, which trains for seconds, they are warnings.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import Schedule
from synthdigits.plumbing.errors import SynthdigitsError

LARGEST_LOSS = 1e3
"""Losses of networks that learn stay a hundred times below."""
PATIENCE = 100
"""Iterations in a row beyond it after which there is no sense in going on."""
AT_CHANCE = 0.8
"""A cross-entropy above that share of a blind guess's has learned next to nothing."""
BARELY_BETTER = 0.1
"""So has an accuracy that is not that share of the way from a guess to 1."""
LEAST_SPREAD, COMPARED = 2.0, 2_000
"""Grey levels that digits lie from their mean, on average (MNIST's lie 38 from it); of so many."""
LAST_PART = 10
"""What a training has come to is read off the last tenth of its iterations."""

Losses = Sequence[tuple[float, ...]]


class CollapseError(SynthdigitsError):
    """A training that there is no sense in going on with, or whose result is of no use."""


def tell(whose: str, findings: Sequence[str], schedule: Schedule) -> None:
    """Say what was found.

    Raises:
        CollapseError: something was, and the schedule isn't `demo`.
    """
    if findings and schedule != "demo":
        raise CollapseError(f"{whose}: {'; '.join(findings)}; lower the learning rate")
    for finding in findings:
        logging.warning("warning: %s: %s", whose, finding)


def reason_to_stop(losses: Losses) -> str:
    """Why there is no sense in another iteration; empty where there is."""
    if not all(map(math.isfinite, losses[-1])):
        return "a loss is not finite"
    latest = losses[: -PATIENCE - 1 : -1]  # the last one first: as a rule it settles the matter
    if len(latest) == PATIENCE and all(_size(row) > LARGEST_LOSS for row in latest):
        return f"a loss has been above {LARGEST_LOSS:g} for {PATIENCE} iterations"
    return ""


def exploded(names: Sequence[str], losses: Losses) -> Iterator[str]:
    """Losses that have no bounds at the end of a training."""
    for name, loss in zip(names, np.median(np.abs(_last(losses)), axis=0), strict=True):
        if loss > LARGEST_LOSS:
            yield f"{name} is {loss:.3g} at the end"


def at_chance(losses: Losses, classes: int) -> Iterator[str]:
    """A classifier whose cross-entropy, the only loss, is no better than a blind guess's."""
    loss, guess = float(_last(losses).mean()), math.log(classes)
    if classes > 1 and loss > AT_CHANCE * guess:
        yield f"it reads at chance: its loss is {loss:.3g}, a blind guess's {guess:.3g}"


def reads_at_chance(accuracy: float, labels: NDArray[np.uint8]) -> Iterator[str]:
    """A classifier whose accuracy on labelled digits is little above always naming one class."""
    guess = np.bincount(labels).max() / len(labels)
    if guess < 1 and accuracy < guess + BARELY_BETTER * (1 - guess):
        yield f"it reads at chance: {accuracy:.1%} of the validation digits, a guess {guess:.1%}"


def of_one_shape(images: NDArray[np.uint8]) -> Iterator[str]:
    """Images uint8 (N, H, W) that are all alike."""
    some = images[:COMPARED].astype(np.float32)
    spread = float(np.abs(some - some.mean(axis=0)).mean())
    if spread < LEAST_SPREAD:
        yield f"its digits are of one shape: they lie {spread:.2g} grey levels from their mean"


def _last(losses: Losses) -> NDArray[np.float64]:
    return np.asarray(losses[-max(1, len(losses) // LAST_PART) :], np.float64)


def _size(row: tuple[float, ...]) -> float:
    return max(map(abs, row))
