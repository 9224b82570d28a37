"""The harness of every inpainter: digits with holes in, a trained network out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import load_classifier
from synthdigits.config.sections import MaskParams, TrainingParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import draw_corners, hole_of
from synthdigits.digits.pixels import PixelRange
from synthdigits.inpainting.inpainter import HoledBatch, Inpainter
from synthdigits.learning.album import Album
from synthdigits.learning.device import find_device
from synthdigits.learning.loop import TrainingLog, TrainingRun, train
from synthdigits.learning.modes import predicted
from synthdigits.learning.runtime import reseed
from synthdigits.learning.weights import merged, parameter_count, ranges_of, rows_behind
from synthdigits.zoo import inpainter_class


@dataclass(frozen=True)
class TrainedInpainter:
    """The inpainter after training.

    Attributes:
        paintings: the exhibit as it was repaired on the way, the oldest first: each uint8
            (N, 28, 28).
        rows: ranges of the real rows behind it, those that its judge learned from among them.
    """

    inpainter: Inpainter
    log: TrainingLog
    paintings: list[NDArray[np.uint8]]
    rows: list[list[int]]

    def facts(self) -> dict[str, float]:
        """Figures for metrics/."""
        return {"parameters": parameter_count(self.inpainter.network), **self.log.facts()}


def train_inpainter(
    run: TrainingRun,
    name: str,
    params: TrainingParams,
    digits: Digits,
    mask: MaskParams,
    fixed: MaskedDigits,
    judge: Path | None,
    exhibit: MaskedDigits,
    picture_interval: int,
) -> TrainedInpainter:
    """Train the inpainter of the module ``models/inpainters/<name>.py``.

    Args:
        digits: whole digits.
        mask: how holes are drawn, for inpainters that want fresh ones.
        fixed: the same digits with the holes drawn before training.
        judge: weights of the classifier that the inpainter's class names.
        exhibit: digits that train nothing, repaired on the way.
        picture_interval: iterations from one repair of the exhibit to the next.
    """
    device = find_device()
    judging = _frozen(judge) if judge else None
    reseed(run.seed, f"{run.name}/weights")
    inpainter = inpainter_class(name)(params, run.batch_size, judging)
    for network in inpainter.networks.values():
        network.to(device).to(memory_format=torch.channels_last).train()  # a tenth faster on a CPU

    def draw(count: int) -> HoledBatch:
        rows = torch.randint(len(digits), (count,)).numpy()
        corners = fixed.corners[rows]
        if inpainter.holes == "fresh":
            generator = np.random.default_rng(int(torch.randint(2**62, ())))
            corners = draw_corners(count, mask, generator)
        return holed_batch(digits[rows], corners, mask, inpainter.pixel_range).to(device)

    shown = holed_batch(exhibit, exhibit.corners, mask, inpainter.pixel_range).to(device)
    album = Album(run, picture_interval)

    def step(iteration: int) -> Mapping[str, Tensor]:
        losses = inpainter.step(draw, iteration / run.iterations)
        if album.is_due(iteration + 1):
            painted = predicted(inpainter.network, shown.masked, shown.hole)
            album.add(iteration + 1, inpainter.pixel_range.decode(painted))
        return losses

    log = train(run, inpainter.networks, inpainter.optimisers, inpainter.loss_names, step)
    inpainter.network.eval()
    rows = merged(ranges_of(digits.rows) + (rows_behind(judge) if judge else []))
    return TrainedInpainter(inpainter, log, album.paintings(), rows)


def _frozen(weights: Path) -> Classifier:
    judge = load_classifier(weights).to(memory_format=torch.channels_last)
    return judge.requires_grad_(False)


def holed_batch(
    digits: Digits, corners: NDArray[np.uint8], mask: MaskParams, pixel_range: PixelRange
) -> HoledBatch:
    """Digits and the corners of their holes, as an inpainter sees them, on the CPU."""
    inside = torch.from_numpy(hole_of(corners, mask.size))
    whole = torch.from_numpy(digits.images)
    return HoledBatch(
        original=pixel_range.encode(whole),
        masked=pixel_range.encode(whole.masked_fill(inside, mask.fill)),
        hole=inside.unsqueeze(1).float(),
        labels=torch.from_numpy(digits.labels).long(),
    )
