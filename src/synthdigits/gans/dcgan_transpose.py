"""``dcgan_transpose``, document 002: a convolutional GAN grown by transposed convolutions.

Generator 2 330 944 parameters with running statistics, discriminator 212 865. Both networks
learn from the same latents, Adam 1e-4, batch 256.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.learning import keras
from synthdigits.learning.losses import labelled_as


class Generator(nn.Sequential):
    """Latents (N, 100) to pixels (N, 1, 28, 28) in [-1, 1]."""

    def __init__(self) -> None:
        super().__init__(
            nn.Linear(100, 7 * 7 * 256, bias=False),
            keras.batch_norm_1d(7 * 7 * 256),
            nn.LeakyReLU(keras.LEAKY_SLOPE),
            nn.Unflatten(1, (256, 7, 7)),
            keras.SameConvTranspose2d(256, 128, 5, stride=1, bias=False),
            keras.batch_norm_2d(128),
            nn.LeakyReLU(keras.LEAKY_SLOPE),
            keras.SameConvTranspose2d(128, 64, 5, stride=2, bias=False),
            keras.batch_norm_2d(64),
            nn.LeakyReLU(keras.LEAKY_SLOPE),
            keras.SameConvTranspose2d(64, 1, 5, stride=2, bias=False),
            nn.Tanh(),
        )
        keras.initialise(self)


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [-1, 1] to logits (N, 1)."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__(
            keras.SameConv2d(1, 64, 5, stride=2),
            nn.LeakyReLU(keras.LEAKY_SLOPE),
            nn.Dropout(dropout),
            keras.SameConv2d(64, 128, 5, stride=2),
            nn.LeakyReLU(keras.LEAKY_SLOPE),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.Linear(7 * 7 * 128, 1),
        )
        keras.initialise(self)


class Params(AdversarialParams):
    dropout: Share


class System(Gan):
    params_class = Params
    params: Params
    bears_bfloat16 = True
    adam_epsilon = keras.ADAM_EPSILON
    picture_side = 4
    generator_class = Generator

    def build(self) -> tuple[nn.Module, nn.Module]:
        return Generator(), Discriminator(self.params.dropout)

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """Both gradients are taken from one forward pass before either network moves."""
        count = self.batch_size
        fake = self.discriminator(self.generator(self.latents(count)))
        real = self.discriminator(draw(count).pixels)
        generator_loss = labelled_as(fake, 1)
        discriminator_loss = labelled_as(real, 1) + labelled_as(fake, 0)
        _set_gradients(self.generator, generator_loss, retain_graph=True)
        _set_gradients(self.discriminator, discriminator_loss)
        self.generator_optimiser.step()
        self.discriminator_optimiser.step()
        return {"generator_loss": generator_loss, "discriminator_loss": discriminator_loss}


def _set_gradients(network: nn.Module, loss: Tensor, retain_graph: bool = False) -> None:
    """The gradient of ``loss`` for this network alone, in place of what it held."""
    weights = list(network.parameters())
    gradients = torch.autograd.grad(loss, weights, retain_graph=retain_graph)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
