"""``dcgan_upsample``, document 003's second half: convolutions between nearest-pixel enlargements.

Generator 6 768 129 parameters with running statistics, discriminator 339 969.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.learning import keras
from synthdigits.learning.descent import descend
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.modes import frozen, predicted


class Generator(nn.Sequential):
    """Latents (N, 100) to pixels (N, 1, 28, 28) in [-1, 1]."""

    def __init__(self) -> None:
        super().__init__(
            nn.Linear(100, 1024),
            keras.batch_norm_1d(1024),
            nn.ReLU(),
            nn.Linear(1024, 7 * 7 * 128),
            keras.batch_norm_1d(7 * 7 * 128),
            nn.ReLU(),
            nn.Unflatten(1, (128, 7, 7)),
            nn.Identity(),  # the enlargement, which the next layer does as well
            keras.EnlargedConv2d(128, 64),
            keras.batch_norm_2d(64),
            nn.ReLU(),
            nn.Identity(),
            keras.EnlargedConv2d(64, 1),
            nn.Tanh(),
        )
        keras.initialise(self)


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [-1, 1] to logits (N, 1)."""

    def __init__(self, dropout: float = 0.5) -> None:
        super().__init__(
            keras.SameConv2d(1, 64, 5, stride=2),
            keras.batch_norm_2d(64),
            nn.ELU(),
            nn.Conv2d(64, 128, 5, stride=2),
            keras.batch_norm_2d(128),
            nn.ELU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(2 * 2 * 128, 256),
            keras.batch_norm_1d(256),
            nn.Dropout(dropout),
            nn.ELU(),
            nn.Linear(256, 1),
        )
        keras.initialise(self)


class Params(AdversarialParams):
    dropout: Share


class System(Gan):
    params_class = Params
    params: Params
    bears_bfloat16 = True
    latent_deviation = 0.5
    order = "in_order"
    adam_epsilon = keras.ADAM_EPSILON
    picture_side = 7
    generator_class = Generator

    def build(self) -> tuple[nn.Module, nn.Module]:
        return Generator(), Discriminator(self.params.dropout)

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """Two discriminator steps, real then generated, then the generator's on the same latents.

        The generator's step judges with batch statistics, as the document's Keras of 2018 did
        for layers that are not trainable.
        """
        latents = self.latents(self.batch_size)
        painted = predicted(self.generator, latents)
        loss_on_real = labelled_as(self.discriminator(draw(self.batch_size).pixels), 1)
        descend(loss_on_real, self.discriminator_optimiser)
        loss_on_fake = labelled_as(self.discriminator(painted), 0)
        descend(loss_on_fake, self.discriminator_optimiser)

        with frozen(self.discriminator):
            generator_loss = labelled_as(self.discriminator(self.generator(latents)), 1)
        descend(generator_loss, self.generator_optimiser)
        return {
            "generator_loss": generator_loss,
            "discriminator_loss": (loss_on_real + loss_on_fake) / 2,
        }

    def picture_inputs(self) -> list[Tensor]:
        """Latents uniform in [-1, 1], for pictures alone."""
        return [self.on_device(torch.rand(self.picture_side**2, self.latent_size) * 2 - 1)]
