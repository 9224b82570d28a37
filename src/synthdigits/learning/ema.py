"""An exponential moving average of a network's weights."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def update_average(average: nn.Module, network: nn.Module, decay: float, iteration: int) -> None:
    """average ← d·average + (1 - d)·network, with BatchNorm's running statistics.

    Early on d is (1 + i)/(10 + i) where that is below ``decay``, so that the average does not
    drag the random start along. Whole numbers (BatchNorm's batch counts) are copied.
    """
    warm = min(decay, (1 + iteration) / (10 + iteration))
    ours, theirs = average.state_dict(), network.state_dict()
    for name, value in ours.items():
        if value.is_floating_point():
            value.lerp_(theirs[name], 1 - warm)
        else:
            value.copy_(theirs[name])
