"""The harness of every GAN: digits in, a trained generator out. It knows no GAN by name."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from synthdigits.data.digits import Digits
from synthdigits.models.gans import gan_class
from synthdigits.models.gans._gan import Gan, RealBatch
from synthdigits.params import GanParams
from synthdigits.training.ema import update_average
from synthdigits.training.feeding import RowFeeder
from synthdigits.training.loop import TrainingLog, TrainingRun, train
from synthdigits.training.runtime import find_device, reseed

LOSSES = ["generator_loss", "discriminator_loss"]


@dataclass(frozen=True)
class TrainedGan:
    """The GAN after training; ``generator`` is the moving average where the GAN keeps one."""

    gan: Gan
    generator: nn.Module
    log: TrainingLog


def train_gan(run: TrainingRun, name: str, params: GanParams, digits: Digits) -> TrainedGan:
    """Train the GAN of the module ``models/gans/<name>.py`` on ``digits``."""
    device = find_device()
    reseed(run.seed, f"{run.name}/weights")
    gan = gan_class(name)(params, run.batch_size, digits.classes)
    networks = {"generator": gan.generator, "discriminator": gan.discriminator}
    if params.ema_decay:
        networks["average"] = copy.deepcopy(gan.generator)
    for network in networks.values():
        network.to(device).train()
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
        return losses

    optimisers = {
        "generator_optimiser": gan.generator_optimiser,
        "discriminator_optimiser": gan.discriminator_optimiser,
    }
    log = train(run, networks, optimisers, LOSSES, step)
    generator = networks["average" if params.ema_decay else "generator"]
    return TrainedGan(gan, generator.eval(), log)
