"""Sampled digits as arrays, and as a data set for PyTorch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils.data import Dataset

from synthdigits.digits.digits import SyntheticDigits


class TorchDigits(Dataset[tuple[Tensor, int]]):
    """Pairs of a float tensor (1, 28, 28) in [0, 1], 1 being ink, and an int label."""

    def __init__(self, digits: SyntheticDigits) -> None:
        self.pixels = torch.from_numpy(digits.images).unsqueeze(1)
        self.labels = digits.labels.tolist()

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, place: int) -> tuple[Tensor, int]:
        return self.pixels[place].float() / 255, self.labels[place]


@dataclass(frozen=True)
class Samples(SyntheticDigits):
    """Digits that a generator made: ``images``, ``labels``, ``rows`` and ``confidence``."""

    def torch_dataset(self) -> TorchDigits:
        """The digits for a ``torch.utils.data.DataLoader``: see :class:`TorchDigits`."""
        return TorchDigits(self)
