"""Pictures of a training on its way, painted from the same inputs every time."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.digits.digits import SIDE
from synthdigits.learning.run import TrainingRun


class Album(nn.Module):
    """Paintings of a run: one is due after the first iteration, at every interval, and at the end.

    A module, so that a checkpoint holds them and a resumed run has all.

    Args:
        images: how many each painting has.
    """

    iterations: Tensor
    pages: Tensor

    def __init__(self, run: TrainingRun, images: int) -> None:
        super().__init__()
        self.last = run.iterations
        self.interval = run.picture_interval or run.iterations
        self.register_buffer("iterations", torch.zeros(self.count, dtype=torch.int64))
        pages = torch.zeros(self.count, images, SIDE, SIDE, dtype=torch.uint8)
        self.register_buffer("pages", pages)

    @property
    def count(self) -> int:
        """How many paintings there will be."""
        return sum(self.is_due(iteration) for iteration in range(1, self.last + 1))

    def is_due(self, iteration: int) -> bool:
        """Whether a painting belongs after this many finished iterations."""
        return iteration in (1, self.last) or iteration % self.interval == 0

    def add(self, iteration: int, images: NDArray[np.uint8]) -> None:
        """Put in what was painted, uint8 (images, SIDE, SIDE), after so many iterations."""
        page = int((self.iterations > 0).sum())  # the first that is free
        self.iterations[page] = iteration
        self.pages[page] = torch.from_numpy(images)

    def paintings(self) -> list[NDArray[np.uint8]]:
        """All of them, the oldest first."""
        return list(self.pages[self.iterations > 0].numpy())
