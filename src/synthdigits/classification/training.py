"""Training of classifiers on real, masked, mixed or wholly synthetic digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from synthdigits.classifiers.networks import CLASSIFIERS, Classifier
from synthdigits.config.sections import MaskParams, RecipeParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import draw_corners, hole_of
from synthdigits.digits.pixels import SIGNED
from synthdigits.digits.warp import random_warp
from synthdigits.learning.descent import descend
from synthdigits.learning.device import find_device
from synthdigits.learning.feeding import RowFeeder
from synthdigits.learning.loop import TrainingLog, TrainingRun, train
from synthdigits.learning.runtime import reseed
from synthdigits.learning.schedule import set_learning_rate, warm_cosine
from synthdigits.learning.weights import read_weights
from synthdigits.randomness import numpy_generator


@dataclass(frozen=True)
class Mixture:
    """Synthetic digits that take a fixed share of every batch beside the real ones."""

    synthetic: Digits
    share: float


def train_classifier(
    run: TrainingRun,
    name: str,
    recipe: RecipeParams,
    digits: Digits,
    classes: int,
    mixture: Mixture | None = None,
    holes: MaskParams | None = None,
    start: Path | None = None,
) -> tuple[Classifier, TrainingLog]:
    """A classifier of the registry's ``name``, trained on ``digits``.

    Args:
        classes: how many there are; a synthetic set may miss the last ones.
        mixture: synthetic digits for a share of each batch.
        holes: punch a fresh hole into every image of every batch.
        start: weights to begin with, in place of random ones.
    """
    device = find_device()
    reseed(run.seed, f"{run.name}/weights")
    network = CLASSIFIERS[name](classes)
    if start is not None:
        network.load_state_dict(read_weights(start)[1])
    network.to(device).to(memory_format=torch.channels_last)
    optimiser = network.optimiser(recipe.learning_rate)
    draw = _batches(run, digits, mixture)

    def step(iteration: int) -> Mapping[str, Tensor]:
        if network.anneals:
            factor = warm_cosine(iteration / run.iterations)
            set_learning_rate(optimiser, recipe.learning_rate * factor)
        images, labels = draw(iteration)
        pixels = random_warp(SIGNED.encode(images), SIGNED.low, recipe.warp)
        if holes is not None:
            pixels = _punched(pixels, holes, run, iteration)
        logits = network(pixels.to(device, memory_format=torch.channels_last))
        loss = functional.cross_entropy(logits, labels.to(device))
        descend(loss, optimiser)
        return {"loss": loss}

    network.train()
    log = train(run, {"network": network}, {"optimiser": optimiser}, ["loss"], step)
    return network.eval(), log


def _batches(
    run: TrainingRun, digits: Digits, mixture: Mixture | None
) -> Callable[[int], tuple[Tensor, Tensor]]:
    parts = [(digits, run.batch_size, RowFeeder(len(digits), "shuffled", run.seed, run.name))]
    if mixture is not None:
        synthetic = round(run.batch_size * mixture.share)
        parts[0] = (digits, run.batch_size - synthetic, parts[0][2])
        feeder = RowFeeder(len(mixture.synthetic), "shuffled", run.seed, f"{run.name}/synthetic")
        parts.append((mixture.synthetic, synthetic, feeder))

    def draw(iteration: int) -> tuple[Tensor, Tensor]:
        chosen = [(part, feeder.draw(iteration, count).numpy()) for part, count, feeder in parts]
        images = torch.cat([torch.from_numpy(part.images[rows]) for part, rows in chosen])
        labels = torch.cat([torch.from_numpy(part.labels[rows]).long() for part, rows in chosen])
        return images, labels

    return draw


def _punched(pixels: Tensor, holes: MaskParams, run: TrainingRun, iteration: int) -> Tensor:
    generator = numpy_generator(run.seed, f"{run.name}/holes/{iteration}")
    hole = torch.from_numpy(hole_of(draw_corners(len(pixels), holes, generator), holes.size))
    fill = SIGNED.low + (SIGNED.high - SIGNED.low) * holes.fill / 255
    return pixels.masked_fill(hole.unsqueeze(1), fill)
