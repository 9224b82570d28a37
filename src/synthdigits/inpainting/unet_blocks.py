"""What ``unet`` and ``unet_l1`` share: a U-Net (Ronneberger et al. 2015) that paints the hole.

It leaves the rest of the image as it is. It works at half resolution and below: 2×2 pixels become
channels on the way in and come apart on the way out (Shi et al. 2016). Once trained, it paints the
digit and the digit moved by a pixel each way, and the mean of these is the repair (self-ensemble,
Timofte et al. 2016): docs/ablations.md has what that is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, ClassVar

import torch
from pydantic import Field
from torch import Tensor, nn

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import ModelParams, Rate
from synthdigits.inpainting.inpainter import HoledBatch, Inpainter, InpainterParams
from synthdigits.learning.descent import descend
from synthdigits.learning.device import placed
from synthdigits.learning.schedule import set_learning_rate, warm_cosine

MOVES = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
"""Rows and columns by which a digit is moved for each painting of it in evaluation mode."""


class Network(nn.Module):
    """Masked pixels and hole, each (N, 1, H, W), to whole digits in [-1, 1]."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.fold = nn.PixelUnshuffle(2)
        self.down_14 = nn.Sequential(*_block(8, width), *_block(width, width))
        self.down_7 = nn.Sequential(
            *_block(width, 2 * width, stride=2),
            *_block(2 * width, 2 * width),
            *_block(2 * width, 2 * width),
        )
        self.up_14 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.join_14 = nn.Sequential(*_block(2 * width, width), *_block(width, width))
        self.paint = nn.Conv2d(width, 4, 3, padding=1)
        self.unfold = nn.PixelShuffle(2)

    def forward(self, masked: Tensor, hole: Tensor) -> Tensor:
        given = torch.cat([masked, hole], dim=1)
        painted = self._painted(given) if self.training else self._painted_moved(given)
        whole: Tensor = torch.lerp(masked, painted, hole)
        return whole

    def _painted(self, given: Tensor) -> Tensor:
        half = self.down_14(self.fold(given))
        grown = self.up_14(self.down_7(half))
        return torch.tanh(self.unfold(self.paint(self.join_14(torch.cat([half, grown], dim=1)))))

    def _painted_moved(self, given: Tensor) -> Tensor:
        paintings = []
        for down, right in MOVES:
            painted = self._painted(given.roll((down, right), (2, 3)))
            paintings.append(painted.roll((-down, -right), (2, 3)))
        return torch.stack(paintings).mean(dim=0)


def _block(inputs: int, outputs: int, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.LeakyReLU(0.1),
    ]


class UnetParams(InpainterParams):
    learning_rate: Rate
    width: Annotated[int, Field(ge=4, le=512)]


class UnetSystem(Inpainter):
    """The U-Net and how it is trained; a subclass may add terms to its loss."""

    params_class: ClassVar[type[ModelParams]] = UnetParams
    params: UnetParams
    holes = "fresh"
    network_class = Network
    loss_names: Sequence[str] = ("hole_l1",)

    def __init__(self, params: UnetParams, batch_size: int, guide: Classifier | None) -> None:
        super().__init__(params, batch_size, guide)
        self.params = params
        self.network = placed(Network(params.width))
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), params.learning_rate, weight_decay=1e-4, fused=True
        )
        self.networks = {"network": self.network}
        self.optimisers = {"optimiser": self.optimiser}

    def step(self, draw: Callable[[int], HoledBatch], progress: float) -> Mapping[str, Tensor]:
        """One step down the weighted sum of the losses."""
        set_learning_rate(self.optimiser, self.params.learning_rate * warm_cosine(progress))
        batch = draw(self.batch_size)
        terms = self.terms(self.network(batch.masked, batch.hole), batch)
        objective = torch.stack([weight * loss for weight, loss in terms.values()]).sum()
        descend(objective, self.optimiser)
        return {name: loss for name, (_, loss) in terms.items()}

    def terms(self, painted: Tensor, batch: HoledBatch) -> dict[str, tuple[float, Tensor]]:
        """Weight and value of each loss: the mean absolute difference inside the holes."""
        difference = (painted - batch.original).abs() * batch.hole
        return {"hole_l1": (1.0, difference.sum() / batch.hole.sum())}

    @property
    def network_arguments(self) -> dict[str, int | float]:
        return {"width": self.params.width}
