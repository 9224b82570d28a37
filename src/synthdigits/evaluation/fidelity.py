"""How close a set comes to real digits, in the features of a classifier trained on real ones.

A distance in a classifier's features compares with no other classifier's. It is read beside its
floor: the same distance for real digits that the classifier has not seen.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance

from synthdigits.data.digits import SIDE
from synthdigits.models.classifiers import Classifier
from synthdigits.models.pixels import SIGNED

BATCH = 500


class FrechetDistance:
    """Fréchet distance (Heusel et al. 2017) of sets of images to one real set; lower is closer.

    Args:
        reader: its ``features`` take the place of Inception's.
        real: uint8 (N, 28, 28).
    """

    def __init__(self, reader: Classifier, real: NDArray[np.uint8]) -> None:
        self._metric = FrechetInceptionDistance(
            _Features(reader).eval(),
            reset_real_features=False,
            input_img_size=(1, SIDE, SIDE),
            normalize=True,
        )
        self._show(real, real=True)

    def to(self, images: NDArray[np.uint8]) -> float:
        """The distance of images uint8 (M, 28, 28), M being at least 2."""
        self._metric.reset()
        self._show(images, real=False)
        return max(float(self._metric.compute()), 0.0)

    @torch.inference_mode()
    def _show(self, images: NDArray[np.uint8], real: bool) -> None:
        for start in range(0, len(images), BATCH):
            pixels = SIGNED.encode(torch.from_numpy(images[start : start + BATCH]))
            self._metric.update(pixels, real=real)


class _Features(nn.Module):
    def __init__(self, reader: Classifier) -> None:
        super().__init__()
        self.features = reader.features

    def forward(self, pixels: Tensor) -> Tensor:
        device = next(self.features.parameters()).device
        features: Tensor = self.features(pixels.to(device)).cpu()
        return features
