"""Classical augmentation: small random affine maps, drawn anew for every image."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

ROTATION_DEGREES = 12.0
SCALE = 0.12
SHEAR_DEGREES = 8.0
SHIFT_PIXELS = 2.0


def random_affine(pixels: Tensor, background: float) -> Tensor:
    """Rotate, scale, shear and shift each image of (N, 1, H, W) by a map of its own.

    Draws from PyTorch's own stream. What enters from outside the image is ``background``.
    """
    count, _, height, width = pixels.shape
    angle = _uniform(count) * math.radians(ROTATION_DEGREES)
    scale = 1 + _uniform(count) * SCALE
    shear = torch.tan(_uniform(count) * math.radians(SHEAR_DEGREES))
    right, down = (_uniform(count) * 2 * SHIFT_PIXELS / side for side in (width, height))
    cosine, sine = torch.cos(angle) * scale, torch.sin(angle) * scale
    maps = torch.stack(
        [
            torch.stack([cosine, shear * cosine - sine, right], dim=1),
            torch.stack([sine, shear * sine + cosine, down], dim=1),
        ],
        dim=1,
    ).to(pixels.device)
    grid = functional.affine_grid(maps, list(pixels.shape), align_corners=False)
    moved = functional.grid_sample(pixels - background, grid, align_corners=False)
    return moved + background


def _uniform(count: int) -> Tensor:
    return torch.rand(count) * 2 - 1
