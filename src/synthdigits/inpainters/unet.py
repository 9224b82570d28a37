"""``unet``, ours: a U-Net that learns what its repairs are for.

L1 alone paints the mean of all strokes that might be there. So a frozen classifier guides it as
well, of another architecture than the one that scores the repairs: by a distance in its features
(Johnson et al. 2016), and by how surely it reads the label in the repaired digit.
"""

from __future__ import annotations

from typing import Annotated

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional

from synthdigits.classifiers.networks import Classifier
from synthdigits.inpainting import unet_blocks
from synthdigits.inpainting.inpainter import HoledBatch


class Params(unet_blocks.UnetParams):
    feature_weight: Annotated[float, Field(ge=0)]
    label_weight: Annotated[float, Field(ge=0)]


class System(unet_blocks.UnetSystem):
    params_class = Params
    params: Params
    guide = "seed_cnn"
    loss_names = ("hole_l1", "feature_distance", "label_loss")

    def __init__(self, params: Params, batch_size: int, guide: Classifier | None) -> None:
        if guide is None:
            raise ValueError(f"unet needs the classifier {self.guide} as its guide")
        super().__init__(params, batch_size, guide)
        self.classifier = guide

    def terms(self, painted: Tensor, batch: HoledBatch) -> dict[str, tuple[float, Tensor]]:
        """Also the distance in the guide's features, relative to the original's mean, and its
        cross-entropy.
        """
        with torch.no_grad():
            wanted = self.classifier.features(batch.original)
        features = self.classifier.features(painted)
        distance = (features - wanted).abs().mean() / wanted.abs().mean()
        label_loss = functional.cross_entropy(self.classifier.head(features), batch.labels)
        return {
            **super().terms(painted, batch),
            "feature_distance": (self.params.feature_weight, distance),
            "label_loss": (self.params.label_weight, label_loss),
        }
