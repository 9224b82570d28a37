"""``mlp_dropout``, document 004: dense layers with dropout in both networks, in PyTorch.

Generator 1 486 352 parameters, discriminator 1 460 225; PyTorch's own initial weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.learning.descent import descend
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.modes import frozen

REAL_LABEL = 0.9
"""One-sided label smoothing. The document is silent; at 1 the discriminator wins within 2500
iterations, and every latent paints the same blot.
"""


class Generator(nn.Sequential):
    """Latents (N, 100) to pixels (N, 1, 28, 28) in [-1, 1]; no dropout in evaluation mode."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__(
            *_block(100, 256, dropout),
            *_block(256, 512, dropout),
            *_block(512, 1024, dropout),
            nn.Linear(1024, 28 * 28),
            nn.Tanh(),
            nn.Unflatten(1, (1, 28, 28)),
        )


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [-1, 1] to logits (N, 1)."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__(
            nn.Flatten(),
            *_block(28 * 28, 1024, dropout),
            *_block(1024, 512, dropout),
            *_block(512, 256, dropout),
            nn.Linear(256, 1),
        )


def _block(inputs: int, outputs: int, dropout: float) -> list[nn.Module]:
    return [nn.Linear(inputs, outputs), nn.LeakyReLU(0.2), nn.Dropout(dropout)]


class Params(AdversarialParams):
    dropout: Share


class System(Gan):
    params_class = Params
    params: Params
    bears_bfloat16 = True
    generator_class = Generator

    def build(self) -> tuple[nn.Module, nn.Module]:
        return Generator(self.params.dropout), Discriminator(self.params.dropout)

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """One discriminator step on the sum of both losses, then the generator's on fresh noise."""
        count = self.batch_size
        real = self.discriminator(draw(count).pixels)
        with torch.no_grad():
            painted = self.generator(self.latents(count))
        fake = self.discriminator(painted)
        discriminator_loss = labelled_as(real, REAL_LABEL) + labelled_as(fake, 0)
        descend(discriminator_loss, self.discriminator_optimiser)

        with frozen(self.discriminator):
            generator_loss = labelled_as(self.discriminator(self.generator(self.latents(count))), 1)
        descend(generator_loss, self.generator_optimiser)
        return {"generator_loss": generator_loss, "discriminator_loss": discriminator_loss}

    @property
    def generator_arguments(self) -> dict[str, int | float]:
        return {"dropout": self.params.dropout}
