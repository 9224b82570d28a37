"""The harness of every GAN: digits in, a trained generator out. It knows no GAN by name."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.adversarial.selection import Selection, Validation
from synthdigits.config.sections import GanParams, WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.warp import STILL, random_warp
from synthdigits.learning.album import Album
from synthdigits.learning.device import find_device
from synthdigits.learning.ema import update_average
from synthdigits.learning.feeding import RowFeeder
from synthdigits.learning.loop import TrainingLog, TrainingRun, TrainingStoppedError, train
from synthdigits.learning.modes import predicted
from synthdigits.learning.runtime import reseed
from synthdigits.learning.weights import parameter_count
from synthdigits.zoo import gan_class

LOSSES = ["generator_loss", "discriminator_loss"]


@dataclass(frozen=True)
class TrainedGan:
    """The GAN after training.

    Attributes:
        generator: the moving average where the GAN keeps one, in the state that was selected.
        paintings: what the generator made of the same latents on the way, the oldest first: each
            uint8 (``gan.picture_side``², 28, 28).
        selection: how it was chosen among its states, where digits were held back for that.
    """

    gan: Gan
    generator: nn.Module
    log: TrainingLog
    paintings: list[NDArray[np.uint8]]
    selection: Selection | None

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
            **(self.selection.facts() if self.selection else {}),
        }


def train_gan(
    run: TrainingRun,
    name: str,
    params: GanParams,
    digits: Digits,
    held_back: Digits,
    picture_interval: int,
    warp: WarpParams = STILL,
) -> TrainedGan:
    """Train the GAN of the module ``models/gans/<name>.py`` on ``digits``.

    Args:
        held_back: digits that it isn't trained on. The state that comes closest to them is kept,
            even where training collapses afterwards; without any, the last state is.
        picture_interval: iterations from one painting, and one measurement, to the next.
        warp: moves the digits before the discriminator sees them; the generator learns to make
            moved ones.

    Raises:
        TrainingStoppedError: a collapse before there was a state to keep.
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
    selection = None
    if len(held_back):
        validation = Validation(run, gan, digits, held_back)
        selection = Selection(generator, album.count, digits.classes).to(device)
        networks["selection"] = selection
    feeder = RowFeeder(len(digits), gan.order, run.seed, run.name)

    def draw_real(iteration: int, count: int) -> RealBatch:
        rows = feeder.draw(iteration, count).numpy()
        pixels = gan.pixel_range.encode(torch.from_numpy(digits.images[rows]))
        pixels = random_warp(pixels, gan.pixel_range.low, warp)
        labels = torch.from_numpy(digits.labels[rows]).long()
        return RealBatch(pixels.to(device), labels.to(device))

    def step(iteration: int) -> Mapping[str, Tensor]:
        losses = gan.step(lambda count: draw_real(iteration, count))
        if params.ema_decay:
            update_average(networks["average"], gan.generator, params.ema_decay, iteration)
        if album.is_due(iteration + 1):
            painted = predicted(generator, *picture_inputs)
            album.add(iteration + 1, gan.pixel_range.decode(painted))
            if selection is not None:
                selection.consider(iteration + 1, generator, *validation.measure(generator))
        return losses

    optimisers = {
        "generator_optimiser": gan.generator_optimiser,
        "discriminator_optimiser": gan.discriminator_optimiser,
    }
    try:
        log = train(run, networks, optimisers, LOSSES, step)
    except TrainingStoppedError as stop:
        if selection is None or not selection.best_iteration:
            raise
        log = stop.log
        logging.warning("%s\nkept: the state of iteration %d", stop, selection.best_iteration)
    chosen = generator if selection is None else selection.best
    return TrainedGan(gan, chosen.eval(), log, album.paintings(), selection)
