"""How close one set comes to another, in the features of a classifier trained on real digits.

A distance in a classifier's features compares with no other classifier's. It is read beside its
floor: the same distance for real digits that the classifier has not seen.
"""

from __future__ import annotations

import warnings

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.kid import KernelInceptionDistance

from synthdigits.measures.features import Points
from synthdigits.randomness import derive_seed

SUBSETS = 20
SUBSET_SIZE = 1000
LEAST = 10
"""Images of a class below which it gets no distance of its own."""


class FrechetDistance:
    """Fréchet distance (Heusel et al. 2017) of sets to one real set; lower is closer.

    Args:
        real: (N, dimensions) with N of at least 2.
    """

    def __init__(self, real: Points) -> None:
        self._metric = FrechetInceptionDistance(
            _AsTheyAre(real.shape[1]), reset_real_features=False, normalize=True
        )
        self._metric.update(torch.from_numpy(real), real=True)

    def to(self, points: Points) -> float:
        """The distance of (M, dimensions) with M of at least 2."""
        self._metric.reset()
        self._metric.update(torch.from_numpy(points), real=False)
        return max(float(self._metric.compute()), 0.0)


def kernel_distance(real: Points, points: Points, seed: int) -> float:
    """Kernel distance (Bińkowski et al. 2018): unbiased at any number of images, lower is closer.

    The mean over random subsets, which ``seed`` draws; a little below 0 where nothing differs.
    """
    size = min(SUBSET_SIZE, len(real), len(points))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Metric `Kernel Inception Distance` will save all")
        metric = KernelInceptionDistance(_AsTheyAre(real.shape[1]), SUBSETS, size, normalize=True)
    metric.update(torch.from_numpy(real), real=True)
    metric.update(torch.from_numpy(points), real=False)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derive_seed(seed, "kernel distance"))
        return float(metric.compute()[0])


def kernel_distance_per_class(
    real: Points,
    real_labels: NDArray[np.uint8],
    points: Points,
    labels: NDArray[np.uint8],
    seed: int,
) -> dict[str, float]:
    """The kernel distance of each class that has at least ten images in either set."""
    distances = {}
    for label in np.unique(real_labels):
        ours, theirs = points[labels == label], real[real_labels == label]
        if min(len(ours), len(theirs)) >= LEAST:
            distances[str(label)] = kernel_distance(theirs, ours, seed)
    return distances


class _AsTheyAre(nn.Module):
    """Stands where torchmetrics wants Inception: the points are features already."""

    def __init__(self, dimensions: int) -> None:
        super().__init__()
        self.num_features = dimensions

    def forward(self, points: Tensor) -> Tensor:
        return points
