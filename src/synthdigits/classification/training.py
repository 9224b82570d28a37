"""Training of classifiers on real, masked, mixed or wholly synthetic digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from synthdigits.classifiers.networks import CLASSIFIERS, Classifier
from synthdigits.classifiers.reading import accuracy
from synthdigits.config.sections import MaskParams, RecipeParams, WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import draw_holes
from synthdigits.digits.pixels import SIGNED
from synthdigits.digits.warp import random_warp
from synthdigits.learning.collapse import at_chance, exploded, reads_at_chance
from synthdigits.learning.descent import descend
from synthdigits.learning.device import device_of, images_on, placed
from synthdigits.learning.feeding import RowFeeder
from synthdigits.learning.loop import Training, TrainingLog
from synthdigits.learning.results import Trained
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.schedule import set_learning_rate, warm_cosine
from synthdigits.learning.trainee import Trainee
from synthdigits.learning.weights import Header, parameter_count, read_weights
from synthdigits.randomness import numpy_generator


@dataclass(frozen=True)
class LabelledBatch:
    """Pixels (N, 1, H, W) in [-1, 1] and labels int64 (N,)."""

    pixels: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Mixture:
    """Synthetic digits that take a fixed share of every batch beside the real ones."""

    synthetic: Digits
    share: float


@dataclass(frozen=True)
class Material:
    """What a classifier learns from.

    Attributes:
        classes: how many there are; a synthetic set may miss the last ones.
        mixture: synthetic digits for a share of each batch.
        holes: a fresh hole is punched into every image of every batch.
    """

    digits: Digits
    classes: int
    mixture: Mixture | None = None
    holes: MaskParams | None = None


class ClassifierTrainee(Trainee[LabelledBatch]):
    """A classifier that goes down its cross-entropy."""

    loss_names = ("loss",)

    def __init__(self, network: Classifier, learning_rate: float, batch_size: int) -> None:
        self.network = network
        self.learning_rate, self.batch_size = learning_rate, batch_size
        self.optimiser = network.optimiser(learning_rate)
        self.networks = {"network": network}
        self.optimisers = {"optimiser": self.optimiser}

    def step(self, draw: Callable[[int], LabelledBatch], progress: float) -> Mapping[str, Tensor]:
        if self.network.anneals:
            set_learning_rate(self.optimiser, self.learning_rate * warm_cosine(progress))
        batch = draw(self.batch_size)
        loss = functional.cross_entropy(self.network(batch.pixels), batch.labels)
        descend(loss, self.optimiser)
        return {"loss": loss}


def train_classifier(
    run: TrainingRun,
    kind: str,
    recipe: RecipeParams,
    material: Material,
    start: Path | None = None,
) -> tuple[Classifier, TrainingLog]:
    """A classifier of the architecture ``kind``, in evaluation mode.

    Args:
        start: weights to begin with, in place of random ones.
    """
    with run.stream("weights"):
        network = CLASSIFIERS[kind](material.classes)
    if start is not None:
        network.load_state_dict(read_weights(start)[1])
    trainee = ClassifierTrainee(placed(network), recipe.learning_rate, run.batch_size)
    training = Training(run, trainee, drawing(run, recipe.warp, material, device_of(network)))
    for _ in training:
        pass
    return network.eval(), training.log


def results_of(
    network: Classifier,
    log: TrainingLog,
    kind: str,
    rows: list[list[int]],
    validation: Digits | None = None,
) -> Trained:
    """What is kept of a classifier.

    Args:
        rows: ranges of the real rows behind it.
        validation: digits that it was not trained on, to score it by.
    """
    figures: dict[str, float] = {"parameters": parameter_count(network)}
    if validation is not None:
        figures["validation_accuracy"] = accuracy(network, validation)
    findings = learned_nothing(network, log)
    if validation is not None:
        findings += reads_at_chance(figures["validation_accuracy"], validation.labels)
    header = Header(kind, network.classes, {}, rows, log.precision)
    return Trained(network, header, log, figures, findings)


def learned_nothing(network: Classifier, log: TrainingLog) -> list[str]:
    """Why a classifier is of no use; nothing where it is of some."""
    return [*exploded(log.loss_names, log.losses), *at_chance(log.losses, network.classes)]


def drawing(
    run: TrainingRun, warp: WarpParams, material: Material, device: torch.device
) -> Callable[[int, int], LabelledBatch]:
    """Batches of the run: rows drawn, mixed, moved by ``warp``, and holed."""
    real = RowFeeder(len(material.digits), "shuffled", run.seed, run.name)
    mixture, holes = material.mixture, material.holes
    if mixture is not None:
        synthetic = RowFeeder(len(mixture.synthetic), "shuffled", run.seed, f"{run.name}/synthetic")

    def rows(iteration: int, count: int) -> list[Digits]:
        if mixture is None:
            return [material.digits[real.draw(iteration, count)]]
        share = round(count * mixture.share)
        return [
            material.digits[real.draw(iteration, count - share)],
            mixture.synthetic[synthetic.draw(iteration, share)],
        ]

    def draw(iteration: int, count: int) -> LabelledBatch:
        parts = rows(iteration, count)
        images = torch.from_numpy(np.concatenate([part.images for part in parts]))
        labels = torch.from_numpy(np.concatenate([part.labels for part in parts])).long()
        pixels = random_warp(SIGNED.encode(images), SIGNED.low, warp)
        if holes is not None:
            pixels = _holed(pixels, holes, run, iteration)
        return LabelledBatch(images_on(device, pixels), labels.to(device))

    return draw


def _holed(pixels: Tensor, holes: MaskParams, run: TrainingRun, iteration: int) -> Tensor:
    generator = numpy_generator(run.seed, f"{run.name}/holes/{iteration}")
    inside = torch.from_numpy(draw_holes(len(pixels), holes, generator))
    return pixels.masked_fill(inside.unsqueeze(1), SIGNED.grey(holes.fill))
