"""``unet``, ours: a U-Net that is told what its repairs are for.

L1 alone paints the mean of all strokes that might be there. So a frozen classifier guides it as
well, of another architecture than the one that scores the repairs: by a distance in its features
(Johnson et al. 2016), and by how surely it reads the label in the repaired digit.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import UnetParams
from synthdigits.inpainting.inpainter import HoledBatch
from synthdigits.inpainting.unet_blocks import Network, UnetSystem

__all__ = ["Network", "System"]


class System(UnetSystem):
    params: UnetParams
    judge = "seed_cnn"
    loss_names = ["hole_l1", "feature_distance", "label_loss"]

    def __init__(self, params: UnetParams, batch_size: int, judge: Classifier | None) -> None:
        if judge is None:
            raise ValueError(f"unet needs the classifier {self.judge} as its judge")
        super().__init__(params, batch_size, judge)
        self.judging = judge

    def terms(self, painted: Tensor, batch: HoledBatch) -> dict[str, tuple[float, Tensor]]:
        """Also the judge's feature distance, relative to the original's mean, and cross-entropy."""
        with torch.no_grad():
            wanted = self.judging.features(batch.original)
        found = self.judging.features(painted)
        distance = (found - wanted).abs().mean() / wanted.abs().mean()
        label_loss = functional.cross_entropy(self.judging.head(found), batch.labels)
        return {
            **super().terms(painted, batch),
            "feature_distance": (self.params.feature_weight, distance),
            "label_loss": (self.params.label_weight, label_loss),
        }
