"""Masked digits, painted whole by a trained inpainter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.digits.digits import MaskedDigits
from synthdigits.digits.masking import holes_in
from synthdigits.digits.pixels import PixelRange
from synthdigits.learning.batches import in_batches
from synthdigits.learning.device import device_of
from synthdigits.learning.weights import load_network
from synthdigits.zoo import inpainter_class, names_in

BATCH = 100
"""Small enough for a processor's cache: twice as fast as 500 on two cores."""


@dataclass(frozen=True)
class Repairer:
    """An inpainter's network in evaluation mode, and the range in which it sees pixels."""

    network: nn.Module
    pixel_range: PixelRange

    @classmethod
    def load(cls, weights: Path) -> Repairer:
        header, network = load_network(
            weights,
            "an inpainter",
            names_in("inpainters"),
            lambda header: inpainter_class(header.name).network_class(**header.arguments),
        )
        return cls(network, inpainter_class(header.name).pixel_range)

    def paint(self, images: NDArray[np.uint8], inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Images uint8 (N, H, W) with their holes, bool (N, H, W) and true inside, painted."""
        device = device_of(self.network)

        def paint_batch(places: range) -> Tensor:
            chosen = slice(places.start, places.stop)
            pixels = self.pixel_range.encode(torch.from_numpy(images[chosen])).to(device)
            hole = torch.from_numpy(inside[chosen]).unsqueeze(1).float().to(device)
            return torch.from_numpy(self.pixel_range.decode(self.network(pixels, hole)))

        painted: NDArray[np.uint8] = in_batches(paint_batch, len(images), BATCH, "repairs").numpy()
        return painted

    def repair(self, masked: MaskedDigits) -> MaskedDigits:
        """The same digits with repaired images; labels, rows and holes stay."""
        return replace(masked, images=self.paint(masked.images, holes_in(masked)))


def inpaint(weights: Path, masked: MaskedDigits) -> MaskedDigits:
    """What the inpainter with these weights makes of masked digits."""
    return Repairer.load(weights).repair(masked)
