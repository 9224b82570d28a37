"""The harness of every inpainter: digits with holes in, a trained network out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from synthdigits.classifiers.reading import load_classifier
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import draw_corners, holes_in, with_holes
from synthdigits.digits.pixels import PixelRange
from synthdigits.inpainting.error import repair_error
from synthdigits.inpainting.inpainter import HoledBatch, Inpainter, InpainterParams
from synthdigits.inpainting.repair import Repairer
from synthdigits.learning.album import Album
from synthdigits.learning.collapse import exploded
from synthdigits.learning.device import device_of
from synthdigits.learning.loop import Training, TrainingLog
from synthdigits.learning.modes import predicted
from synthdigits.learning.results import Trained
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import Header, merged, parameter_count, ranges_of, rows_behind
from synthdigits.zoo import inpainter_class


@dataclass(frozen=True)
class InpainterMaterial:
    """What an inpainter learns from.

    Attributes:
        digits: whole ones.
        fixed: the same digits with the holes drawn before training.
        mask: how holes are drawn, for inpainters that want fresh ones.
        exhibit: digits that train nothing, repaired on the way.
        guide: weights of the classifier that the inpainter's class names.
    """

    digits: Digits
    fixed: MaskedDigits
    mask: MaskParams
    exhibit: MaskedDigits
    guide: Path | None = None


@dataclass(frozen=True)
class TrainedInpainter:
    """The inpainter after training.

    Attributes:
        paintings: the exhibit as it was repaired on the way, the oldest first: each uint8
            (N, H, W).
    """

    inpainter: Inpainter
    log: TrainingLog
    paintings: list[NDArray[np.uint8]]


def train_inpainter(
    run: TrainingRun, name: str, params: InpainterParams, material: InpainterMaterial
) -> TrainedInpainter:
    """Train the inpainter of the file ``inpainters/NAME.py``."""
    guide = load_classifier(material.guide).requires_grad_(False) if material.guide else None
    with run.stream("weights"):
        inpainter: Inpainter = inpainter_class(name)(params, run.batch_size, guide)
    network, album = inpainter.network, Album(run, len(material.exhibit))
    shown = _batch(material.exhibit, material.exhibit, inpainter.pixel_range).to(device_of(network))
    training = Training(run, inpainter, drawing(inpainter, material), {"album": album})
    for finished in training:
        if album.is_due(finished):
            painted = predicted(network, shown.masked, shown.hole)
            album.add(finished, inpainter.pixel_range.decode(painted))
    network.eval()
    return TrainedInpainter(inpainter, training.log, album.paintings())


def results_of(
    trained: TrainedInpainter,
    name: str,
    material: InpainterMaterial,
    original: Digits,
    masked: MaskedDigits,
) -> Trained:
    """What is kept of an inpainter; rows that its guide learned from are among those behind it.

    Args:
        original: digits that trained nothing, to measure the repairs by.
        masked: the same with holes.
    """
    inpainter, digits = trained.inpainter, material.digits
    behind_guide = rows_behind(material.guide) if material.guide else []
    rows = merged(ranges_of(digits.rows) + behind_guide)
    arguments, log = inpainter.network_arguments, trained.log
    header = Header(name, digits.classes, arguments, rows, log.precision)
    repaired = Repairer(inpainter.network, inpainter.pixel_range).repair(masked)
    error = repair_error(original, repaired)
    figures = {**asdict(error), "parameters": parameter_count(inpainter.network)}
    findings = list(exploded(log.loss_names, log.losses))
    return Trained(inpainter.network, header, log, figures, findings)


def drawing(inpainter: Inpainter, material: InpainterMaterial) -> Callable[[int, int], HoledBatch]:
    device = device_of(inpainter.network)

    def draw(_: int, count: int) -> HoledBatch:
        rows = torch.randint(len(material.digits), (count,)).numpy()
        corners = material.fixed.corners[rows]
        if inpainter.holes == "fresh":
            generator = np.random.default_rng(int(torch.randint(2**62, ())))
            corners = draw_corners(count, material.mask, generator)
        whole = material.digits[rows]
        masked = with_holes(whole, corners, material.mask)
        return _batch(whole, masked, inpainter.pixel_range).to(device)

    return draw


def _batch(whole: Digits, masked: MaskedDigits, pixel_range: PixelRange) -> HoledBatch:
    """Digits and the same with holes, as an inpainter sees them, on the CPU."""
    return HoledBatch(
        original=pixel_range.encode(torch.from_numpy(whole.images)),
        masked=pixel_range.encode(torch.from_numpy(masked.images)),
        hole=torch.from_numpy(holes_in(masked)).unsqueeze(1).float(),
        labels=torch.from_numpy(whole.labels).long(),
    )
