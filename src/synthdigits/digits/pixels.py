"""The range in which a network sees pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class PixelRange:
    """Background at ``low``, ink at ``high``."""

    low: float
    high: float

    def grey(self, value: int) -> float:
        """Where a pixel value from 0 to 255 lies in the range."""
        return self.low + (self.high - self.low) * value / 255

    def encode(self, images: Tensor) -> Tensor:
        """uint8 (N, H, W) to float32 (N, 1, H, W) in [low, high]."""
        scaled = images.unsqueeze(1).float() * ((self.high - self.low) / 255)
        return scaled + self.low

    def decode(self, pixels: Tensor) -> NDArray[np.uint8]:
        """Floats (N, 1, H, W) to uint8 (N, H, W); values outside the range are clipped."""
        scaled = (pixels.detach().float() - self.low) * (255 / (self.high - self.low))
        array: NDArray[np.uint8] = scaled.round().clamp(0, 255).byte().squeeze(1).cpu().numpy()
        return array


SIGNED = PixelRange(-1.0, 1.0)
