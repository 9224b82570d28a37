"""The harness of every GAN: digits in, a trained generator out. It knows no GAN by name."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from synthdigits.adversarial.gan import GenerativeModel, RealBatch
from synthdigits.adversarial.selection import Selection
from synthdigits.adversarial.validation import Validation
from synthdigits.config.sections import ModelParams, WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.warp import STILL, random_warp
from synthdigits.learning.album import Album
from synthdigits.learning.collapse import CollapseError, exploded
from synthdigits.learning.ema import update_average
from synthdigits.learning.feeding import RowFeeder
from synthdigits.learning.loop import Training, TrainingLog
from synthdigits.learning.modes import predicted
from synthdigits.learning.results import Trained
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import Header, merged, parameter_count, ranges_of
from synthdigits.zoo import gan_class


@dataclass(frozen=True)
class GanMaterial:
    """What a GAN learns from.

    Attributes:
        held_back: digits that it isn't trained on. The state that comes closest to them is kept,
            even where training collapses afterwards; without any, the last state is.
        warp: moves the digits before the discriminator sees them; the generator learns to make
            moved ones.
    """

    digits: Digits
    held_back: Digits
    warp: WarpParams = STILL


@dataclass(frozen=True)
class TrainedGan:
    """The GAN after training.

    Attributes:
        generator: the moving average where the GAN keeps one, in the state that was selected.
        paintings: what the generator made of the same latents on the way, the oldest first: each
            uint8 (``gan.picture_side``², H, W).
        selection: how it was chosen among its states, where digits were held back for that.
        collapsed: whether the training did, and the generator is of before.
    """

    gan: GenerativeModel
    generator: nn.Module
    log: TrainingLog
    paintings: list[NDArray[np.uint8]]
    selection: Selection | None
    collapsed: bool = False


def train_gan(
    run: TrainingRun, name: str, params: ModelParams, material: GanMaterial
) -> TrainedGan:
    """Train the GAN of the file ``gans/NAME.py``.

    Raises:
        CollapseError: before there was a state to keep.
    """
    digits, held_back = material.digits, material.held_back
    with run.stream("weights"):
        gan: GenerativeModel = gan_class(name)(params, run.batch_size, digits.classes)
    average = copy.deepcopy(gan.generator) if gan.ema_decay else None
    generator = average if average is not None else gan.generator
    painter = _Painter(run, gan, generator)
    album = Album(run, len(painter.inputs[0]))
    validation = Validation.prepare(run, gan, digits, held_back) if len(held_back) else None
    selection = Selection(generator, album.count, digits.classes) if validation else None
    beside = {"album": album, "average": average, "selection": selection}
    training = Training(
        run,
        gan,
        drawing(run, gan, material),
        {key: network for key, network in beside.items() if network is not None},
    )
    collapsed = False
    try:
        for finished in training:
            if average is not None:
                update_average(average, gan.generator, gan.ema_decay, finished - 1)
            if album.is_due(finished):
                album.add(finished, painter.paint())
                if selection is not None and validation is not None:
                    reason = selection.consider(finished, generator, *validation.measure(generator))
                    if reason:
                        raise training.collapse(reason, finished)
    except CollapseError as collapse:
        if selection is None or not selection.best_iteration:
            raise
        collapsed, kept = True, int(selection.best_iteration)
        logging.warning("%s\nkept: the state of iteration %d", collapse, kept)
    chosen = generator if selection is None else selection.best
    return TrainedGan(gan, chosen.eval(), training.log, album.paintings(), selection, collapsed)


def results_of(trained: TrainedGan, name: str, material: GanMaterial) -> Trained:
    """What is kept of a GAN; digits that chose among its states are among the rows behind it."""
    gan, log = trained.gan, trained.log
    rows = merged(ranges_of(material.digits.rows) + ranges_of(material.held_back.rows))
    header = Header(name, gan.classes, gan.generator_arguments, rows, log.precision)
    iterations_per_epoch = len(material.digits) // log.batch_size
    figures = {
        **{f"{part}_parameters": parameter_count(net) for part, net in gan.networks.items()},
        "seconds_per_epoch": round(log.seconds / log.iterations * iterations_per_epoch, 1),
        **(trained.selection.facts() if trained.selection else {}),
    }
    findings = [] if trained.collapsed else list(exploded(log.loss_names, log.losses))
    return Trained(trained.generator, header, log, figures, findings)


class _Painter:
    """The generator's pictures of the same latents, again and again."""

    def __init__(self, run: TrainingRun, gan: GenerativeModel, generator: nn.Module) -> None:
        with run.stream("pictures"):
            self.inputs = gan.picture_inputs()
        self.pixel_range, self.generator = gan.pixel_range, generator

    def paint(self) -> NDArray[np.uint8]:
        return self.pixel_range.decode(predicted(self.generator, *self.inputs))


def drawing(
    run: TrainingRun, gan: GenerativeModel, material: GanMaterial
) -> Callable[[int, int], RealBatch]:
    feeder = RowFeeder(len(material.digits), gan.order, run.seed, run.name)

    def draw(iteration: int, count: int) -> RealBatch:
        digits = material.digits[feeder.draw(iteration, count)]
        pixels = gan.pixel_range.encode(torch.from_numpy(digits.images))
        pixels = random_warp(pixels, gan.pixel_range.low, material.warp)
        labels = torch.from_numpy(digits.labels).long()
        return RealBatch(gan.on_device(pixels), gan.on_device(labels))

    return draw
