"""The ruler's network: neither ``cnn``'s architecture nor that of any GAN."""

from __future__ import annotations

import torch
from torch import nn

from synthdigits.classifiers.networks import Classifier

GROUPS = 8
FEATURES = 96


class RulerNetwork(Classifier):
    """Three convolutions with GroupNorm and GELU, average pooling, and two dense layers.

    Its features, (N, 96), are what stands before the last layer. No layer looks at the rest of
    the batch, so that an image's features depend on the image alone.
    """

    anneals = True

    def __init__(self, classes: int) -> None:
        super().__init__(classes)
        self.features = nn.Sequential(
            *_block(1, 32, kernel=7, stride=2),
            *_block(32, 48, kernel=3),
            nn.AvgPool2d(2),
            *_block(48, 64, kernel=3),
            nn.AvgPool2d(2),
            nn.Flatten(),
            nn.Linear(3 * 3 * 64, FEATURES),
            nn.GELU(),
        )
        self.head = nn.Linear(FEATURES, classes)

    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        return torch.optim.AdamW(self.parameters(), learning_rate, weight_decay=1e-2, fused=True)


def _block(inputs: int, outputs: int, kernel: int, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2),
        nn.GroupNorm(GROUPS, outputs),
        nn.GELU(),
    ]
