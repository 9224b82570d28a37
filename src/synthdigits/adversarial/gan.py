"""What a GAN has to say of itself so that the harness can train it and generate with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from synthdigits.config.sections import GanParams
from synthdigits.digits.pixels import SIGNED, PixelRange
from synthdigits.learning.descent import adam
from synthdigits.learning.feeding import Order
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class RealBatch:
    """Real digits: pixels (N, 1, 28, 28) in the GAN's own range, labels int64 (N,)."""

    pixels: Tensor
    labels: Tensor


class Gan(ABC):
    """Two networks, their optimisers, and one training step.

    Attributes:
        order: how the document draws real digits.
        conditional: whether the generator is told the class: ``generator(latents, labels)``.
        adam_epsilon: PyTorch's, unless the document's framework has another.
        picture_side: digits along each side of the sheet that is painted during training.
        generator_class: rebuilds the generator from ``generator_arguments``.
    """

    pixel_range: ClassVar[PixelRange] = SIGNED
    latent_size: ClassVar[int] = 100
    latent_deviation: ClassVar[float] = 1.0
    order: ClassVar[Order] = "shuffled"
    conditional: ClassVar[bool] = False
    adam_epsilon: ClassVar[float] = 1e-8
    picture_side: ClassVar[int] = 10
    generator_class: ClassVar[type[nn.Module]]

    def __init__(self, params: GanParams, batch_size: int, classes: int) -> None:
        self.params = params
        self.batch_size = batch_size
        self.classes = classes
        self.generator, self.discriminator = self.build()
        constants = params.beta1, params.beta2, self.adam_epsilon
        self.generator_optimiser = adam(self.generator, params.generator_learning_rate, *constants)
        self.discriminator_optimiser = adam(
            self.discriminator, params.discriminator_learning_rate, *constants
        )

    @abstractmethod
    def build(self) -> tuple[nn.Module, nn.Module]:
        """A new generator and a new discriminator."""

    @abstractmethod
    def step(self, draw_real: Callable[[int], RealBatch]) -> Mapping[str, Tensor]:
        """Train both networks once and return ``generator_loss`` and ``discriminator_loss``.

        ``draw_real(n)`` gives ``n`` real digits of this iteration.
        """

    @property
    def generator_arguments(self) -> dict[str, int | float]:
        """What ``generator_class`` was built with."""
        return {}

    @property
    def half_batch(self) -> int:
        """For documents that fill one half with real digits and the other with generated ones."""
        if self.batch_size % 2:
            raise SynthdigitsError(
                f"batch_size: got {self.batch_size}; half of a batch are real digits, so it is even"
            )
        return self.batch_size // 2

    def latents(self, count: int) -> Tensor:
        """Normal latents (count, latent_size) from PyTorch's own stream."""
        return self._placed(torch.randn(count, self.latent_size) * self.latent_deviation)

    def picture_inputs(self) -> list[Tensor]:
        """What the generator is given for a training's pictures: latents, and labels in rows."""
        inputs = [self.latents(self.picture_side**2)]
        if self.conditional:
            columns = torch.arange(self.picture_side).repeat_interleave(self.picture_side)
            inputs.append(self._placed(columns % self.classes))
        return inputs

    def _placed(self, tensor: Tensor) -> Tensor:
        return tensor.to(next(self.generator.parameters()).device)
