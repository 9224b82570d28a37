"""The one loop that runs a network over many images."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from synthdigits.plumbing.progress import progress_bar


@torch.inference_mode()
def in_batches(
    compute: Callable[[range], Tensor], count: int, batch_size: int, unit: str = ""
) -> Tensor:
    """What ``compute`` gives for the places 0 to ``count - 1``, one batch of them after another.

    Args:
        compute: places to a tensor (places, …).
        unit: what is counted, on a progress bar; no bar where it is empty.

    Returns:
        (count, …), on the CPU.
    """
    starts: Iterable[int] = range(0, count, batch_size)
    if unit:
        starts = progress_bar(starts, desc=unit, unit="batch")
    parts = [compute(range(start, min(start + batch_size, count))).cpu() for start in starts]
    return torch.cat(parts)
