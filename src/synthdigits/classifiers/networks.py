"""Digit classifiers: our ``cnn`` and document 000's ``seed_cnn``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor, nn

from synthdigits.learning import keras
from synthdigits.learning.descent import adam


class Classifier(nn.Module, ABC):
    """Pixels in [-1, 1], (N, 1, H, W), to class logits (N, classes).

    Attributes:
        anneals: whether the learning rate follows a schedule, or stays as it is.
    """

    anneals: ClassVar[bool]
    features: nn.Sequential
    head: nn.Module

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.features(images))
        return logits

    @abstractmethod
    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        """The optimiser that goes with the network."""


class Cnn(Classifier):
    """Ours: five convolutions with BatchNorm, the means of their maps, and one dense layer."""

    anneals = True

    def __init__(self, classes: int = 10) -> None:
        super().__init__(classes)
        self.features = nn.Sequential(
            *_block(1, 32, kernel=5, stride=2),
            *_block(32, 32),
            *_block(32, 64, stride=2),
            *_block(64, 64),
            *_block(64, 64),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        )
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(64, classes))

    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        return torch.optim.AdamW(self.parameters(), learning_rate, weight_decay=1e-4, fused=True)


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]


class SeedCnn(Classifier):
    """Document 000's classifier, 6 526 474 parameters for ten classes."""

    anneals = False

    def __init__(self, classes: int = 10) -> None:
        super().__init__(classes)
        self.features = nn.Sequential(
            *_seed_block(1, 32, stride=2),
            *_seed_block(32, 64, stride=2),
            *_seed_block(64, 128, stride=1),
            nn.Flatten(),
            nn.Linear(7 * 7 * 128, 1024),
            nn.ReLU(),
        )
        self.head = nn.Linear(1024, classes)
        keras.initialise(self)

    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        return adam(self, learning_rate, epsilon=keras.ADAM_EPSILON)


def _seed_block(inputs: int, outputs: int, stride: int) -> list[nn.Module]:
    return [keras.SameConv2d(inputs, outputs, 3, stride), nn.ReLU(), nn.Dropout(0.2)]


CLASSIFIERS: Mapping[str, type[Classifier]] = {"cnn": Cnn, "seed_cnn": SeedCnn}
