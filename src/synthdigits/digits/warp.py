"""Classical augmentation: small random maps, drawn anew for every image."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from synthdigits.config.sections import WarpParams

ROTATION_DEGREES = 12.0
SCALE = 0.12
SHEAR_DEGREES = 8.0
SHIFT_PIXELS = 2.0
CONTROL_POINTS = 5
STILL = WarpParams(affine=0.0, elastic=0.0)


def random_warp(pixels: Tensor, background: float, warp: WarpParams) -> Tensor:
    """Rotate, scale, shear, shift and bend each image of (N, 1, H, W) in a way of its own.

    Draws from PyTorch's own stream. What enters from outside the image is ``background``.
    torchvision's transforms would move all images of a batch alike.
    """
    if not warp.affine and not warp.elastic:
        return pixels
    count, _, height, width = pixels.shape
    maps = _affine_maps(count, height, width, warp.affine).to(pixels.device)
    grid = functional.affine_grid(maps, list(pixels.shape), align_corners=False)
    if warp.elastic:
        grid = grid + _displacements(count, height, width, warp.elastic).to(grid)
    moved = functional.grid_sample(pixels - background, grid, align_corners=False)
    return moved + background


def _affine_maps(count: int, height: int, width: int, strength: float) -> Tensor:
    """Matrices (N, 2, 3) for ``affine_grid``."""
    angle = _uniform(count) * math.radians(ROTATION_DEGREES) * strength
    scale = 1 + _uniform(count) * SCALE * strength
    shear = torch.tan(_uniform(count) * math.radians(SHEAR_DEGREES) * strength)
    right, down = (_uniform(count) * 2 * SHIFT_PIXELS * strength / side for side in (width, height))
    cosine, sine = torch.cos(angle) * scale, torch.sin(angle) * scale
    return torch.stack(
        [
            torch.stack([cosine, shear * cosine - sine, right], dim=1),
            torch.stack([sine, shear * sine + cosine, down], dim=1),
        ],
        dim=1,
    )


def _displacements(count: int, height: int, width: int, pixels: float) -> Tensor:
    """Smooth fields (N, H, W, 2): random vectors on a coarse grid (Ronneberger et al. 2015)."""
    vectors = torch.randn(count, 2, CONTROL_POINTS, CONTROL_POINTS) * pixels
    fields = functional.interpolate(vectors, (height, width), mode="bicubic", align_corners=True)
    return fields.permute(0, 2, 3, 1) * 2 / torch.tensor([width, height])


def _uniform(count: int) -> Tensor:
    return torch.rand(count) * 2 - 1
