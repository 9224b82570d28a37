"""Masked digits, painted whole by a trained inpainter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from synthdigits.digits.digits import MaskedDigits
from synthdigits.digits.masking import holes_in
from synthdigits.inpainting.inpainter import Inpainter
from synthdigits.learning.device import find_device
from synthdigits.learning.weights import read_weights
from synthdigits.zoo import inpainter_class

BATCH = 100
"""Small enough for a processor's cache: twice as fast as 500 on two cores."""


def load_inpainter(path: Path) -> tuple[type[Inpainter], nn.Module]:
    """The inpainter's class, and its network in evaluation mode."""
    header, tensors = read_weights(path)
    system = inpainter_class(header.name)
    network = system.network_class(**header.arguments)
    network.load_state_dict(tensors)
    return system, network.to(find_device()).to(memory_format=torch.channels_last).eval()


def inpaint(weights: Path, masked: MaskedDigits) -> MaskedDigits:
    """The same digits with repaired images; labels, rows and holes stay."""
    return repaired(*load_inpainter(weights), masked)


@torch.inference_mode()
def repaired(system: type[Inpainter], network: nn.Module, masked: MaskedDigits) -> MaskedDigits:
    """What ``network``, in evaluation mode, makes of masked digits."""
    device = next(network.parameters()).device
    painted = []
    for start in tqdm(range(0, len(masked), BATCH), desc="repairs", unit="batch", disable=None):
        part = masked[start : start + BATCH]
        pixels = system.pixel_range.encode(torch.from_numpy(part.images))
        hole = torch.from_numpy(holes_in(part)).unsqueeze(1).float()
        painted.append(system.pixel_range.decode(network(pixels.to(device), hole.to(device))))
    return replace(masked, images=np.concatenate(painted))
