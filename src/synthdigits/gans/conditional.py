"""``conditional``, ours: a class-conditional GAN that a laptop trains in minutes.

Hinge loss (Lim and Ye 2017), spectral normalisation (Miyato et al. 2018), a projection
discriminator (Miyato and Koyama 2018), class-conditional BatchNorm (de Vries et al. 2017), and a
moving average of the generator's weights. The projection sees the unpooled 7×7 features: with
pooled ones the classes came apart far later. The discriminator also learns to name the class of
real digits, and the generator to make digits of which it names the class asked for (Odena et al.
2017). Once trained, the generator spreads its latents wider than it met them, the reverse of the
truncation trick (Brock et al. 2019). docs/ablations.md has what each of these is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.sections import AdversarialParams, Share
from synthdigits.learning.descent import descend
from synthdigits.learning.losses import hinge_discriminator, hinge_generator
from synthdigits.learning.modes import frozen

NAMING = 0.15
"""Weight of the cross-entropy of the class that the discriminator names; more costs variety."""
SPREAD = 1.07
"""Of latents in evaluation mode: more brings variety and costs right labels."""


class ConditionalBatchNorm2d(nn.Module):
    """BatchNorm whose gain and bias are looked up by class."""

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.normalise = nn.BatchNorm2d(channels, affine=False)
        self.gain = nn.Embedding(classes, channels)
        self.bias = nn.Embedding(classes, channels)
        nn.init.ones_(self.gain.weight)
        nn.init.zeros_(self.bias.weight)

    def forward(self, features: Tensor, labels: Tensor) -> Tensor:
        gain, bias = self.gain(labels)[:, :, None, None], self.bias(labels)[:, :, None, None]
        shaped: Tensor = torch.addcmul(bias, gain, self.normalise(features))
        return shaped


class Generator(nn.Module):
    """Latents (N, 64) and labels (N,) to pixels (N, 1, 28, 28) in [-1, 1].

    Args:
        spread: factor on the latents in evaluation mode.
    """

    def __init__(self, classes: int = 10, latent_size: int = 64, spread: float = 1.0) -> None:
        super().__init__()
        self.classes = classes
        self.spread = spread
        self.start = nn.Linear(latent_size + classes, 96 * 7 * 7)
        self.norm_7 = ConditionalBatchNorm2d(96, classes)
        self.grow_14 = nn.ConvTranspose2d(96, 48, 4, stride=2, padding=1)
        self.norm_14 = ConditionalBatchNorm2d(48, classes)
        self.refine_14 = nn.Conv2d(48, 48, 3, padding=1)
        self.norm_refined = ConditionalBatchNorm2d(48, classes)
        self.paint_28 = nn.ConvTranspose2d(48, 1, 4, stride=2, padding=1)

    def forward(self, latents: Tensor, labels: Tensor) -> Tensor:
        if not self.training:
            latents = latents * self.spread
        given = torch.cat([latents, functional.one_hot(labels, self.classes).float()], dim=1)
        features = self.start(given).unflatten(1, (96, 7, 7))
        features = torch.relu(self.norm_7(features, labels))
        features = torch.relu(self.norm_14(self.grow_14(features), labels))
        features = torch.relu(self.norm_refined(self.refine_14(features), labels))
        return torch.tanh(self.paint_28(features))


class Discriminator(nn.Module):
    """Pixels (N, 1, H, W) in [-1, 1] and labels (N,) to logits (N,) and class logits."""

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.features = nn.Sequential(
            spectral_norm(nn.Conv2d(1, 32, 4, stride=2, padding=1)),
            nn.LeakyReLU(0.1),
            spectral_norm(nn.Conv2d(32, 64, 4, stride=2, padding=1)),
            nn.LeakyReLU(0.1),
            spectral_norm(nn.Conv2d(64, 64, 3, padding=1)),
            nn.LeakyReLU(0.1),
            nn.Flatten(),
        )
        self.realness = spectral_norm(nn.Linear(64 * 7 * 7, 1))
        self.projection = nn.Embedding(classes, 64 * 7 * 7)
        nn.init.normal_(self.projection.weight, std=(64 * 7 * 7) ** -0.5)
        self.naming = nn.Linear(64 * 7 * 7, classes)

    def forward(self, pixels: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        features = self.features(pixels)
        match = (features * self.projection(labels)).sum(dim=1)
        return self.realness(features).squeeze(1) + match, self.naming(features)


class Params(AdversarialParams):
    ema_decay: Share


class System(Gan):
    params_class = Params
    params: Params
    latent_size = 64
    order = "with_replacement"
    conditional = True
    generator_class = Generator

    def __init__(self, params: Params, batch_size: int, classes: int) -> None:
        super().__init__(params, batch_size, classes)
        self.ema_decay = params.ema_decay

    def build(self) -> tuple[nn.Module, nn.Module]:
        return (
            Generator(self.classes, self.latent_size, SPREAD),
            Discriminator(self.classes),
        )

    def step(self, draw: Callable[[int], RealBatch], _: float) -> Mapping[str, Tensor]:
        """One discriminator step, then one generator step on fresh latents and labels."""
        count = self.batch_size
        real = draw(count)
        with torch.no_grad():
            fake = self.generator(self.latents(count), real.labels)
        logits, named = self.discriminator(
            torch.cat([real.pixels, fake]), torch.cat([real.labels, real.labels])
        )
        naming_loss = functional.cross_entropy(named[:count], real.labels)
        discriminator_loss = hinge_discriminator(*logits.split(count)) + NAMING * naming_loss
        descend(discriminator_loss, self.discriminator_optimiser)

        labels = torch.randint(self.classes, (count,)).to(real.labels.device)
        with frozen(self.discriminator):
            logits, named = self.discriminator(self.generator(self.latents(count), labels), labels)
        generator_loss = hinge_generator(logits) + NAMING * functional.cross_entropy(named, labels)
        descend(generator_loss, self.generator_optimiser)
        return {"generator_loss": generator_loss, "discriminator_loss": discriminator_loss}

    @property
    def generator_arguments(self) -> dict[str, int | float]:
        return {"classes": self.classes, "latent_size": self.latent_size, "spread": SPREAD}
