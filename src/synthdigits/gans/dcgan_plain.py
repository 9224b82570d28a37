"""``dcgan_plain``, document 001: convolutions without normalisation, on pixels in [0, 1].

Generator 1 164 289 parameters, discriminator 40 705, both as published. Half of the
discriminator's batch is real, and the generator learns from a whole batch of fresh latents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.digits.pixels import PixelRange
from synthdigits.learning import keras
from synthdigits.learning.descent import descend
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.modes import frozen, predicted


class Generator(nn.Sequential):
    """Latents (N, 100) to pixels (N, 1, 28, 28) in [0, 1]."""

    def __init__(self) -> None:
        super().__init__(
            nn.Linear(100, 7 * 7 * 128),
            nn.LeakyReLU(0.2),
            nn.Unflatten(1, (128, 7, 7)),
            keras.SameConvTranspose2d(128, 128, 4, stride=2),
            nn.LeakyReLU(0.2),
            keras.SameConvTranspose2d(128, 128, 4, stride=2),
            nn.LeakyReLU(0.2),
            keras.OneChannelConv2d(128, 7),
            nn.Sigmoid(),
        )
        keras.initialise(self)


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [0, 1] to logits (N, 1)."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__(
            keras.SameConv2d(1, 64, 3, stride=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(dropout),
            keras.SameConv2d(64, 64, 3, stride=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.Linear(7 * 7 * 64, 1),
        )
        keras.initialise(self)


class Params(AdversarialParams):
    dropout: Share


class System(Gan):
    params_class = Params
    params: Params
    bears_bfloat16 = True
    pixel_range = PixelRange(0.0, 1.0)
    order = "with_replacement"
    adam_epsilon = keras.ADAM_EPSILON
    generator_class = Generator

    def build(self) -> tuple[nn.Module, nn.Module]:
        return Generator(), Discriminator(self.params.dropout)

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """One discriminator step on real and generated digits together, then the generator's."""
        half = self.half_batch
        painted = predicted(self.generator, self.latents(half))
        real, fake = self.discriminator(torch.cat([draw(half).pixels, painted])).split(half)
        discriminator_loss = (labelled_as(real, 1) + labelled_as(fake, 0)) / 2
        descend(discriminator_loss, self.discriminator_optimiser)

        with frozen(self.discriminator):
            logits = self.discriminator(self.generator(self.latents(self.batch_size)))
        generator_loss = labelled_as(logits, 1)
        descend(generator_loss, self.generator_optimiser)
        return {"generator_loss": generator_loss, "discriminator_loss": discriminator_loss}
