"""Pictures of a training on its way, painted from the same inputs every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.learning.run import TrainingRun
from synthdigits.plumbing.checkpoint import ROOT
from synthdigits.plumbing.files import replacing


class Album:
    """Paintings uint8 (N, H, W) kept beside the run's checkpoint, so that a resumed run has all.

    One is due after the first iteration, one every ``run.picture_interval``, and one at the end.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.folder = ROOT / run.name / run.fingerprint / "pictures"
        self.last = run.iterations
        self.interval = run.picture_interval or run.iterations

    @property
    def count(self) -> int:
        """How many paintings there will be."""
        return sum(self.is_due(iteration) for iteration in range(1, self.last + 1))

    def is_due(self, iteration: int) -> bool:
        """Whether a painting belongs after this many finished iterations."""
        return iteration in (1, self.last) or iteration % self.interval == 0

    def add(self, iteration: int, images: NDArray[np.uint8]) -> None:
        with replacing(self.folder / f"{iteration:09}.npy") as partial:
            np.save(partial, images)

    def paintings(self) -> list[NDArray[np.uint8]]:
        """All of them, the oldest first."""
        return [np.load(path) for path in sorted(self.folder.glob("[0-9]*.npy"))]
