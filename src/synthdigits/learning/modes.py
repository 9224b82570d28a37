"""Networks in another mode than plain training, for as long as a step needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


@torch.no_grad()
def predicted(network: nn.Module, *inputs: Tensor) -> Tensor:
    """The output as Keras' ``predict`` gives it: running statistics, no dropout, no gradient.

    The network is left in the mode in which it came.
    """
    training = network.training
    output: Tensor = network.eval()(*inputs)
    network.train(training)
    return output


@contextmanager
def frozen(network: nn.Module) -> Iterator[None]:
    """What passes through the network in this block leaves its weights without gradients."""
    network.requires_grad_(False)
    try:
        yield
    finally:
        network.requires_grad_(True)
