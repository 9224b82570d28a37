"""How a learning rate moves over a training."""

from __future__ import annotations

import math

from torch.optim import Optimizer

WARM_UP = 0.1


def warm_cosine(progress: float) -> float:
    """Factor on the peak rate: a linear rise over the first tenth, then half a cosine to zero."""
    if progress < WARM_UP:
        return max(progress / WARM_UP, 0.01)
    return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def set_learning_rate(optimiser: Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate
