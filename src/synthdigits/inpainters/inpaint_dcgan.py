"""``inpaint_dcgan``, document 000: a GAN that repaints the whole digit from its masked twin.

Generator 315 521 parameters with running statistics, discriminator 382 209. There is no
reconstruction loss: the generator learns from the discriminator alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.inpainting.inpainter import HoledBatch, Inpainter, InpainterParams
from synthdigits.learning import keras
from synthdigits.learning.descent import adam, descend
from synthdigits.learning.device import placed
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.modes import frozen

REAL_LABEL = 0.9
"""One-sided label smoothing."""


class Network(nn.Module):
    """Masked pixels (N, 1, 28, 28) in [-1, 1] to whole digits of the same shape and range."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            keras.SameConv2d(1, 32, 3),
            keras.batch_norm_2d(32),
            nn.ReLU(),
            nn.AvgPool2d(2),
            keras.SameConv2d(32, 64, 3),
            keras.batch_norm_2d(64),
            nn.ReLU(),
            nn.AvgPool2d(2),
            keras.SameConv2d(64, 128, 3),
            keras.batch_norm_2d(128),
            nn.ReLU(),
            keras.SameConv2d(128, 128, 3),
            nn.ReLU(),
            nn.UpsamplingNearest2d(scale_factor=2),
            keras.SameConv2d(128, 64, 3),
            nn.ReLU(),
            nn.UpsamplingNearest2d(scale_factor=2),
            keras.OneChannelConv2d(64, 3),
            nn.Tanh(),
        )
        keras.initialise(self)

    def forward(self, masked: Tensor, _hole: Tensor) -> Tensor:
        """The document's network is not told where the hole is."""
        painted: Tensor = self.layers(masked)
        return painted


class Discriminator(nn.Sequential):
    """Pixels (N, 1, H, W) in [-1, 1] to logits (N, 1)."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__(
            keras.SameConv2d(1, 64, 3, stride=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(dropout),
            keras.SameConv2d(64, 128, 3, stride=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(dropout),
            keras.SameConv2d(128, 256, 3),
            nn.LeakyReLU(0.2),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.Linear(7 * 7 * 256, 1),
        )
        keras.initialise(self)


class Params(AdversarialParams, InpainterParams):
    dropout: Share


class System(Inpainter):
    params_class = Params
    bears_bfloat16 = True
    holes = "fixed"
    network_class = Network
    loss_names = ("generator_loss", "discriminator_loss")

    def __init__(self, params: Params, batch_size: int, guide: Classifier | None) -> None:
        super().__init__(params, batch_size, guide)
        self.network = placed(Network())
        self.discriminator = placed(Discriminator(params.dropout))
        constants = params.beta1, params.beta2, keras.ADAM_EPSILON
        self.network_optimiser = adam(self.network, params.generator_learning_rate, *constants)
        self.discriminator_optimiser = adam(
            self.discriminator, params.discriminator_learning_rate, *constants
        )
        self.networks = {"network": self.network, "discriminator": self.discriminator}
        self.optimisers = {
            "network_optimiser": self.network_optimiser,
            "discriminator_optimiser": self.discriminator_optimiser,
        }

    def step(self, draw: Callable[[int], HoledBatch], _: float) -> Mapping[str, Tensor]:
        """One discriminator step on originals and repairs together, then one generator step.

        The discriminator is shown repairs painted with the batch's own statistics. With running
        ones, which lag behind, it wins within 40 iterations and the generator ends on blank paper.
        """
        count = self.batch_size
        originals, holed = draw(count).original, draw(count)
        with torch.no_grad():
            painted = self.network(holed.masked, holed.hole)
        real, fake = self.discriminator(torch.cat([originals, painted])).split(count)
        discriminator_loss = (labelled_as(real, REAL_LABEL) + labelled_as(fake, 0)) / 2
        descend(discriminator_loss, self.discriminator_optimiser)

        fresh = draw(count)
        with frozen(self.discriminator):
            repainted = self.network(fresh.masked, fresh.hole)
            generator_loss = labelled_as(self.discriminator(repainted), 1)
        descend(generator_loss, self.network_optimiser)
        return {"generator_loss": generator_loss, "discriminator_loss": discriminator_loss}
