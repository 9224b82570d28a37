"""Which state of a generator to keep, and when a training has collapsed."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

EXPLODED = 10.0
"""A distance this many times the best one is a collapse."""
PRESENT, VANISHED = 0.5, 0.1
"""A class that was there in the best state, and one that is gone."""


class Selection(nn.Module):
    """The state of a generator that came closest to the validation digits so far.

    A module, so that a checkpoint holds all of it.

    Args:
        measurements: how many there will be at most.

    Attributes:
        best: a copy of the generator in that state.
        best_iteration: how many iterations it had.
    """

    best_distance: Tensor
    best_iteration: Tensor
    best_presence: Tensor
    iterations: Tensor
    distances: Tensor

    def __init__(self, generator: nn.Module, measurements: int, classes: int) -> None:
        super().__init__()
        self.best = copy.deepcopy(generator)
        self.register_buffer("best_distance", torch.tensor(float("inf")))
        self.register_buffer("best_iteration", torch.tensor(0))
        self.register_buffer("best_presence", torch.zeros(classes))
        self.register_buffer("iterations", torch.zeros(measurements, dtype=torch.int64))
        self.register_buffer("distances", torch.zeros(measurements))

    def consider(
        self, iteration: int, generator: nn.Module, distance: float, presence: Tensor
    ) -> str:
        """Keep the generator's state if it is the closest one yet; say if there is a collapse.

        Args:
            iteration: how many are finished.
            presence: for each class the share of its images that are read as it.

        Returns:
            Why there is no sense in going on: the distance has exploded or a class has vanished
            since the best state. Empty where there is.
        """
        place = int((self.iterations > 0).sum())  # the first that is free
        self.iterations[place], self.distances[place] = iteration, distance
        if distance < self.best_distance:
            self.best.load_state_dict(generator.state_dict())
            self.best_distance.fill_(distance)
            self.best_iteration.fill_(iteration)
            self.best_presence.copy_(presence)
            return ""
        gone = (self.best_presence >= PRESENT) & (presence < VANISHED)
        if gone.any():
            return f"class {int(gone.nonzero()[0])} has vanished"
        if distance > EXPLODED * self.best_distance:
            return f"the validation distance rose to {distance:.3g}"
        return ""

    def curve(self) -> dict[str, list[float]]:
        """The columns ``iteration`` and ``validation_distance``, the oldest first."""
        made = self.iterations > 0
        return {
            "iteration": self.iterations[made].tolist(),
            "validation_distance": self.distances[made].tolist(),
        }

    def facts(self) -> dict[str, float]:
        """Figures for metrics/."""
        return {
            "kept_iteration": int(self.best_iteration),
            "validation_distance": float(self.best_distance),
        }
