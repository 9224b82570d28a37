"""What an inpainter has to say of itself so that the harness can train it and repair with it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import HeldBack, ModelParams
from synthdigits.digits.pixels import SIGNED, PixelRange
from synthdigits.learning.trainee import Trainee


@dataclass(frozen=True)
class HoledBatch:
    """Digits and their holed twins: ``original``, ``masked`` and ``hole`` are (N, 1, H, W).

    ``hole`` is 1 inside the hole and 0 elsewhere; ``labels`` are int64 (N,).
    """

    original: Tensor
    masked: Tensor
    hole: Tensor
    labels: Tensor

    def to(self, device: torch.device) -> HoledBatch:
        return HoledBatch(*(getattr(self, field.name).to(device) for field in fields(self)))


class InpainterParams(ModelParams):
    """Digits are held back to measure repairs of what was not trained on."""

    validation_fraction: HeldBack


class Inpainter(Trainee[HoledBatch]):
    """One network ``repair(masked, hole)`` that paints whole digits, and how it is trained.

    Attributes:
        params_class: the model's section of params.yaml.
        holes: drawn once per image before training, or anew for every batch.
        guide: name of the classifier whose features the loss compares, if there is one; the
            harness hands the frozen network over.
        network_class: rebuilds the network from ``network_arguments``.
    """

    params_class: ClassVar[type[ModelParams]] = InpainterParams
    pixel_range: ClassVar[PixelRange] = SIGNED
    holes: ClassVar[Literal["fixed", "fresh"]]
    guide: ClassVar[str | None] = None
    network_class: ClassVar[type[nn.Module]]

    network: nn.Module

    def __init__(self, params: InpainterParams, batch_size: int, guide: Classifier | None) -> None:  # noqa: ARG002 - for the subclasses that want a guide
        self.batch_size = batch_size

    @property
    def network_arguments(self) -> dict[str, int | float]:
        """What the network was built with."""
        return {}
