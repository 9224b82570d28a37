"""Which rows a training step reads: a function of (seed, purpose, iteration), so runs resume."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.randomness import numpy_generator

Order = Literal["shuffled", "with_replacement", "in_order"]


class RowFeeder:
    """Row numbers of training batches.

    ``with_replacement`` draws from PyTorch's own stream, anew at each call. ``shuffled`` and
    ``in_order`` walk through epochs of whole batches, and an iteration has one batch however
    often it is asked for.
    """

    def __init__(self, rows: int, order: Order, seed: int, purpose: str) -> None:
        self.rows = rows
        self.order = order
        self.seed = seed
        self.purpose = purpose
        self._epoch = -1
        self._sequence = np.arange(rows)

    def draw(self, iteration: int, count: int) -> NDArray[np.int64]:
        """Row numbers int64 (count,)."""
        if self.order == "with_replacement":
            return torch.randint(self.rows, (count,)).numpy()
        if count > self.rows:
            raise SynthdigitsError(
                f"{self.purpose}: a batch of {count} is more than the {self.rows} digits there are"
            )
        epoch, batch = divmod(iteration, self.rows // count)
        if self.order == "shuffled" and epoch != self._epoch:
            generator = numpy_generator(self.seed, f"{self.purpose}/epoch {epoch}")
            self._sequence = generator.permutation(self.rows).astype(np.int64)
            self._epoch = epoch
        return self._sequence[batch * count : (batch + 1) * count]
