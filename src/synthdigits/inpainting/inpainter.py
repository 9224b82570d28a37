"""What an inpainter has to say of itself so that the harness can train it and repair with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import TrainingParams
from synthdigits.digits.pixels import SIGNED, PixelRange


@dataclass(frozen=True)
class HoledBatch:
    """Digits and their holed twins: ``original``, ``masked`` and ``hole`` are (N, 1, 28, 28).

    ``hole`` is 1 inside the hole and 0 elsewhere; ``labels`` are int64 (N,).
    """

    original: Tensor
    masked: Tensor
    hole: Tensor
    labels: Tensor

    def to(self, device: torch.device) -> HoledBatch:
        return HoledBatch(*(getattr(self, field.name).to(device) for field in fields(self)))


class Inpainter(ABC):
    """One network ``repair(masked, hole)`` that paints whole digits, and how it is trained.

    Attributes:
        holes: drawn once per image before training, or anew for every batch.
        judge: name of the classifier whose features the loss compares, if there is one; the
            harness hands the frozen network over.
        loss_names: the losses that ``step`` returns.
        network_class: rebuilds the network from ``network_arguments``.
    """

    pixel_range: ClassVar[PixelRange] = SIGNED
    holes: ClassVar[Literal["fixed", "fresh"]]
    judge: ClassVar[str | None] = None
    loss_names: ClassVar[list[str]]
    network_class: ClassVar[type[nn.Module]]

    params: TrainingParams
    network: nn.Module
    networks: dict[str, nn.Module]
    optimisers: dict[str, Optimizer]

    def __init__(
        self,
        params: TrainingParams,
        batch_size: int,
        judge: Classifier | None,  # noqa: ARG002 - for the subclasses that want one
    ) -> None:
        self.params = params
        self.batch_size = batch_size

    @abstractmethod
    def step(self, draw: Callable[[int], HoledBatch], progress: float) -> Mapping[str, Tensor]:
        """Train once; ``draw(n)`` gives ``n`` digits at random, ``progress`` runs from 0 to 1."""

    @property
    def network_arguments(self) -> dict[str, int | float]:
        """What the network was built with."""
        return {}
