"""PyTorch's own stream of random numbers, lent for one purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from synthdigits.randomness import derive_seed


@contextmanager
def stream(seed: int, purpose: str) -> Iterator[None]:
    """In this block PyTorch draws from (seed, purpose); afterwards its stream is as it was before.

    Initial weights, dropout and latents read that stream, and no layer takes another. With a
    step's number in ``purpose`` a resumed run needs no generator state to go on with the same
    bytes.
    """
    devices = [torch.cuda.current_device()] if torch.cuda.is_available() else []
    with torch.random.fork_rng(devices):
        torch.manual_seed(derive_seed(seed, purpose))
        yield
