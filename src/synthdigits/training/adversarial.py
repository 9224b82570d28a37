"""The harness of every GAN: digits in, a trained generator out. It knows no GAN by name."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.data.digits import Digits
from synthdigits.models.gans import gan_class
from synthdigits.models.gans._gan import Gan, RealBatch
from synthdigits.models.modes import predicted
from synthdigits.models.weights import parameter_count
from synthdigits.params import GanParams
from synthdigits.training.album import Album
from synthdigits.training.ema import update_average
from synthdigits.training.feeding import RowFeeder
from synthdigits.training.loop import TrainingLog, TrainingRun, train
from synthdigits.training.runtime import find_device, reseed

LOSSES = ["generator_loss", "discriminator_loss"]


@dataclass(frozen=True)
class TrainedGan:
    """The GAN after training.

    Attributes:
        generator: the moving average where the GAN keeps one.
        paintings: what the generator made of the same latents on the way, the oldest first: each
            uint8 (``gan.picture_side``², 28, 28).
    """

    gan: Gan
    generator: nn.Module
    log: TrainingLog
    paintings: list[NDArray[np.uint8]]

    def facts(self, rows: int) -> dict[str, float]:
        """Figures for metrics/; an epoch is as many iterations as whole batches fit ``rows``."""
        iterations_per_epoch = rows // self.log.batch_size
        seconds_per_epoch = self.log.seconds / self.log.iterations * iterations_per_epoch
        return {
            "generator_parameters": parameter_count(self.generator),
            "discriminator_parameters": parameter_count(self.gan.discriminator),
            "batch_size": self.log.batch_size,
            **self.log.facts(),
            "seconds_per_epoch": round(seconds_per_epoch, 1),
            **self.log.last_losses,
        }


def train_gan(
    run: TrainingRun, name: str, params: GanParams, digits: Digits, picture_interval: int
) -> TrainedGan:
    """Train the GAN of the module ``models/gans/<name>.py`` on ``digits``.

    Args:
        picture_interval: iterations from one painting to the next.
    """
    device = find_device()
    reseed(run.seed, f"{run.name}/weights")
    gan = gan_class(name)(params, run.batch_size, digits.classes)
    networks = {"generator": gan.generator, "discriminator": gan.discriminator}
    if params.ema_decay:
        networks["average"] = copy.deepcopy(gan.generator)
    for network in networks.values():
        network.to(device).train()
    generator = networks["average" if params.ema_decay else "generator"]
    reseed(run.seed, f"{run.name}/pictures")
    picture_inputs = gan.picture_inputs()
    album = Album(run, picture_interval)
    feeder = RowFeeder(len(digits), gan.order, run.seed, run.name)

    def draw_real(iteration: int, count: int) -> RealBatch:
        rows = feeder.draw(iteration, count).numpy()
        pixels = gan.pixel_range.encode(torch.from_numpy(digits.images[rows]))
        labels = torch.from_numpy(digits.labels[rows]).long()
        return RealBatch(pixels.to(device), labels.to(device))

    def step(iteration: int) -> Mapping[str, Tensor]:
        losses = gan.step(lambda count: draw_real(iteration, count))
        if params.ema_decay:
            update_average(networks["average"], gan.generator, params.ema_decay, iteration)
        if album.is_due(iteration + 1):
            painted = predicted(generator, *picture_inputs)
            album.add(iteration + 1, gan.pixel_range.decode(painted))
        return losses

    optimisers = {
        "generator_optimiser": gan.generator_optimiser,
        "discriminator_optimiser": gan.discriminator_optimiser,
    }
    log = train(run, networks, optimisers, LOSSES, step)
    return TrainedGan(gan, generator.eval(), log, album.paintings())
