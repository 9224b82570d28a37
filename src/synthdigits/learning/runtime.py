"""PyTorch's own stream of random numbers, restarted for a purpose."""

from __future__ import annotations

import torch

from synthdigits.randomness import derive_seed


def reseed(seed: int, purpose: str) -> None:
    """Restart PyTorch's own stream, which initial weights, dropout and batch draws read.

    Called before a network is built and before each training step, with the step's number in
    ``purpose``: a resumed run then needs no generator state to go on with the same bytes.
    """
    torch.manual_seed(derive_seed(seed, purpose))
