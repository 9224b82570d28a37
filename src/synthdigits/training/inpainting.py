"""The harness of every inpainter: digits with holes in, a trained network out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from synthdigits.data.digits import Digits, MaskedDigits
from synthdigits.data.masking import draw_corners, hole_of
from synthdigits.models.classifiers import Classifier
from synthdigits.models.inpainters import inpainter_class
from synthdigits.models.inpainters._inpainter import HoledBatch, Inpainter
from synthdigits.models.pixels import PixelRange
from synthdigits.params import MaskParams, TrainingParams
from synthdigits.training.loop import TrainingLog, TrainingRun, train
from synthdigits.training.runtime import find_device, reseed


@dataclass(frozen=True)
class TrainedInpainter:
    inpainter: Inpainter
    log: TrainingLog


def train_inpainter(
    run: TrainingRun,
    name: str,
    params: TrainingParams,
    digits: Digits,
    mask: MaskParams,
    fixed: MaskedDigits,
    judge: Classifier | None,
) -> TrainedInpainter:
    """Train the inpainter of the module ``models/inpainters/<name>.py``.

    Args:
        digits: whole digits.
        mask: how holes are drawn, for inpainters that want fresh ones.
        fixed: the same digits with the holes drawn before training.
        judge: the frozen classifier that the inpainter's class names.
    """
    device = find_device()
    if judge is not None:
        judge = judge.to(device).to(memory_format=torch.channels_last)
        judge.eval().requires_grad_(False)
    reseed(run.seed, f"{run.name}/weights")
    inpainter = inpainter_class(name)(params, run.batch_size, judge)
    for network in inpainter.networks.values():
        network.to(device).to(memory_format=torch.channels_last).train()  # a tenth faster on a CPU

    def draw(count: int) -> HoledBatch:
        rows = torch.randint(len(digits), (count,)).numpy()
        corners = fixed.corners[rows]
        if inpainter.holes == "fresh":
            generator = np.random.default_rng(int(torch.randint(2**62, ())))
            corners = draw_corners(count, mask, generator)
        hole = hole_of(corners, mask.size)
        return holed_batch(digits.images[rows], hole, mask.fill, inpainter.pixel_range).to(device)

    def step(iteration: int) -> Mapping[str, Tensor]:
        return inpainter.step(draw, iteration / run.iterations)

    log = train(run, inpainter.networks, inpainter.optimisers, inpainter.loss_names, step)
    inpainter.network.eval()
    return TrainedInpainter(inpainter, log)


def holed_batch(
    images: NDArray[np.uint8], hole: NDArray[np.bool_], fill: int, pixel_range: PixelRange
) -> HoledBatch:
    """Images (N, 28, 28) and where their holes are, as an inpainter sees them, on the CPU."""
    inside = torch.from_numpy(hole)
    whole = torch.from_numpy(images)
    return HoledBatch(
        original=pixel_range.encode(whole),
        masked=pixel_range.encode(whole.masked_fill(inside, fill)),
        hole=inside.unsqueeze(1).float(),
    )
