"""``mlp_batchnorm``, document 003's first half: dense layers, normalised after the activation.

Generator 4 403 728 parameters with running statistics, discriminator 533 505.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.learning import keras
from synthdigits.learning.descent import descend
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.modes import frozen, predicted

MOMENTUM = 0.8
"""Keras' convention: the share of the old average kept."""


class Generator(nn.Sequential):
    """Latents (N, 100) to pixels (N, 1, 28, 28) in [-1, 1]."""

    def __init__(self) -> None:
        super().__init__(
            *_block(100, 256),
            *_block(256, 512),
            *_block(512, 1024),
            *_block(1024, 2048),
            nn.Linear(2048, 28 * 28),
            nn.Tanh(),
            nn.Unflatten(1, (1, 28, 28)),
        )
        keras.initialise(self)


def _block(inputs: int, outputs: int) -> list[nn.Module]:
    return [
        nn.Linear(inputs, outputs),
        nn.LeakyReLU(0.2),
        keras.batch_norm_1d(outputs, MOMENTUM),
    ]


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [-1, 1] to logits (N, 1)."""

    def __init__(self) -> None:
        super().__init__(
            nn.Flatten(),
            nn.Linear(28 * 28, 512),
            nn.LeakyReLU(0.2),
            nn.Linear(512, 256),
            nn.LeakyReLU(0.2),
            nn.Linear(256, 1),
        )
        keras.initialise(self)


class System(Gan):
    bears_bfloat16 = True
    order = "with_replacement"
    adam_epsilon = keras.ADAM_EPSILON
    picture_side = 5
    generator_class = Generator

    def build(self) -> tuple[nn.Module, nn.Module]:
        return Generator(), Discriminator()

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """Two discriminator steps on half batches, real then generated, then the generator's."""
        half = self.half_batch
        real = draw(half).pixels
        painted = predicted(self.generator, self.latents(half))
        loss_on_real = labelled_as(self.discriminator(real), 1)
        descend(loss_on_real, self.discriminator_optimiser)
        loss_on_fake = labelled_as(self.discriminator(painted), 0)
        descend(loss_on_fake, self.discriminator_optimiser)

        with frozen(self.discriminator):
            logits = self.discriminator(self.generator(self.latents(self.batch_size)))
        generator_loss = labelled_as(logits, 1)
        descend(generator_loss, self.generator_optimiser)
        return {
            "generator_loss": generator_loss,
            "discriminator_loss": (loss_on_real + loss_on_fake) / 2,
        }
