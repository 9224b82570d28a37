"""The digits of a set as writers take them: a training and a test part, both in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits, MaskedDigits

Split = Literal["train", "test"]
SPLITS: tuple[Split, ...] = ("train", "test")

Parts = Mapping[Split, Digits]


@dataclass(frozen=True)
class InpaintedDigits(MaskedDigits):
    """Repaired digits beside what was repaired.

    Attributes:
        masked: uint8 (N, H, W), the images before the repair.
    """

    masked: NDArray[np.uint8]

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.masked.dtype != np.uint8 or self.masked.shape != self.images.shape:
            raise ValueError(f"masked must be uint8 like images, got {self.masked.shape}")
