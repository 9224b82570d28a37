"""What a generator has to say of itself so that the harness can train it and generate with it.

:class:`GenerativeModel` asks for a generator and a step and nothing else, so that a variational or
a diffusion model fits as well; :class:`Gan` adds what two networks with two Adams have in common.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from synthdigits.config.sections import AdversarialParams, ModelParams
from synthdigits.digits.pixels import SIGNED, PixelRange
from synthdigits.learning.descent import adam
from synthdigits.learning.device import device_of, placed
from synthdigits.learning.feeding import Order
from synthdigits.learning.trainee import Trainee
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class RealBatch:
    """Real digits: pixels (N, 1, H, W) in the model's own range, labels int64 (N,)."""

    pixels: Tensor
    labels: Tensor


class GenerativeModel(Trainee[RealBatch]):
    """A generator ``generator(latents)``, or ``generator(latents, labels)``, and how it learns.

    Attributes:
        params_class: the model's section of params.yaml.
        order: how real digits are drawn.
        conditional: whether the generator is told the class.
        picture_side: digits along each side of the sheet that is painted during training.
        ema_decay: of the moving average of the generator's weights that is kept in its place; none
            where it is 0.
        generator_class: rebuilds the generator from ``generator_arguments``.
    """

    params_class: ClassVar[type[ModelParams]] = ModelParams
    pixel_range: ClassVar[PixelRange] = SIGNED
    latent_size: ClassVar[int] = 100
    latent_deviation: ClassVar[float] = 1.0
    order: ClassVar[Order] = "shuffled"
    conditional: ClassVar[bool] = False
    picture_side: ClassVar[int] = 10
    ema_decay: float = 0.0
    generator_class: ClassVar[type[nn.Module]]

    generator: nn.Module

    def __init__(self, params: Any, batch_size: int, classes: int) -> None:
        """Build the networks.

        Args:
            params: a ``params_class``.
        """
        self.params = params
        self.batch_size = batch_size
        self.classes = classes

    @property
    def generator_arguments(self) -> dict[str, int | float]:
        """What ``generator_class`` was built with."""
        return {}

    def latents(self, count: int) -> Tensor:
        """Normal latents (count, latent_size) from PyTorch's own stream."""
        return self.on_device(torch.randn(count, self.latent_size) * self.latent_deviation)

    def picture_inputs(self) -> list[Tensor]:
        """What the generator is given for a training's pictures: latents, and labels in rows."""
        inputs = [self.latents(self.picture_side**2)]
        if self.conditional:
            columns = torch.arange(self.picture_side).repeat_interleave(self.picture_side)
            inputs.append(self.on_device(columns % self.classes))
        return inputs

    def on_device(self, tensor: Tensor) -> Tensor:
        return tensor.to(device_of(self.generator))


class Gan(GenerativeModel):
    """A generator and a discriminator, and an Adam for each.

    Attributes:
        adam_epsilon: PyTorch's, unless the document's framework has another.
    """

    params_class: ClassVar[type[ModelParams]] = AdversarialParams
    adam_epsilon: ClassVar[float] = 1e-8
    loss_names = ("generator_loss", "discriminator_loss")

    params: AdversarialParams

    def __init__(self, params: AdversarialParams, batch_size: int, classes: int) -> None:
        super().__init__(params, batch_size, classes)
        self.generator, self.discriminator = map(placed, self.build())
        constants = params.beta1, params.beta2, self.adam_epsilon
        self.generator_optimiser = adam(self.generator, params.generator_learning_rate, *constants)
        self.discriminator_optimiser = adam(
            self.discriminator, params.discriminator_learning_rate, *constants
        )
        self.networks = {"generator": self.generator, "discriminator": self.discriminator}
        self.optimisers = {
            "generator_optimiser": self.generator_optimiser,
            "discriminator_optimiser": self.discriminator_optimiser,
        }

    @abstractmethod
    def build(self) -> tuple[nn.Module, nn.Module]:
        """A new generator and a new discriminator."""

    @property
    def half_batch(self) -> int:
        """For documents that fill one half with real digits and the other with generated ones."""
        if self.batch_size % 2:
            raise SynthdigitsError(
                f"batch_size: got {self.batch_size}; half of a batch are real digits, so it is even"
            )
        return self.batch_size // 2
