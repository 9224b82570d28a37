"""What a GAN has to say of itself so that the harness can train it and generate with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from synthdigits.models.pixels import SIGNED, PixelRange
from synthdigits.params import GanParams
from synthdigits.training.feeding import Order


@dataclass(frozen=True)
class RealBatch:
    """Real digits: pixels (N, 1, 28, 28) in the GAN's own range, labels int64 (N,)."""

    pixels: Tensor
    labels: Tensor


class Gan(ABC):
    """Two networks, their optimisers, and one training step.

    Subclasses set ``generator``, ``discriminator`` and the two optimisers in ``__init__``.

    Attributes:
        order: how the document draws real digits.
        conditional: whether the generator is told the class: ``generator(latents, labels)``.
        generator_class: rebuilds the generator from ``generator_arguments``.
    """

    pixel_range: ClassVar[PixelRange] = SIGNED
    latent_size: ClassVar[int] = 100
    latent_deviation: ClassVar[float] = 1.0
    order: ClassVar[Order] = "shuffled"
    conditional: ClassVar[bool] = False
    generator_class: ClassVar[type[nn.Module]]

    generator: nn.Module
    discriminator: nn.Module
    generator_optimiser: Optimizer
    discriminator_optimiser: Optimizer

    def __init__(self, params: GanParams, batch_size: int, classes: int) -> None:
        self.params = params
        self.batch_size = batch_size
        self.classes = classes

    @abstractmethod
    def step(self, draw_real: Callable[[int], RealBatch]) -> Mapping[str, Tensor]:
        """Train both networks once and return ``generator_loss`` and ``discriminator_loss``.

        ``draw_real(n)`` gives ``n`` real digits of this iteration.
        """

    @property
    def generator_arguments(self) -> dict[str, int | float]:
        """What ``generator_class`` was built with."""
        return {}

    def latents(self, count: int) -> Tensor:
        """Normal latents (count, latent_size) from PyTorch's own stream."""
        noise = torch.randn(count, self.latent_size) * self.latent_deviation
        return noise.to(next(self.generator.parameters()).device)
