"""Trained classifiers reading digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.classifiers.networks import CLASSIFIERS, Classifier
from synthdigits.digits.digits import Digits
from synthdigits.digits.pixels import SIGNED
from synthdigits.learning.device import find_device
from synthdigits.learning.weights import read_weights

BATCH = 500


def load_classifier(path: Path) -> Classifier:
    """A classifier with the weights of ``path``, in evaluation mode on the device at hand."""
    header, tensors = read_weights(path)
    network = CLASSIFIERS[header.name](header.classes)
    network.load_state_dict(tensors)
    return network.to(find_device()).eval()


@torch.inference_mode()
def looked_at(
    network: nn.Module, images: NDArray[np.uint8], look: Callable[[Tensor], Tensor]
) -> Tensor:
    """What ``look`` makes of images uint8 (N, 28, 28) by ``network``: (N, …), on the CPU.

    The network is in evaluation mode and sees one batch after another.
    """
    device = next(network.parameters()).device
    network.eval()
    found = []
    for start in range(0, len(images), BATCH):
        pixels = SIGNED.encode(torch.from_numpy(images[start : start + BATCH]))
        found.append(look(pixels.to(device)).cpu())
    return torch.cat(found)


def class_probabilities(network: nn.Module, images: NDArray[np.uint8]) -> Tensor:
    """Class probabilities (N, classes), on the CPU, of images uint8 (N, 28, 28)."""
    return looked_at(network, images, lambda pixels: network(pixels).softmax(dim=1))


def predictions(network: nn.Module, digits: Digits) -> NDArray[np.uint8]:
    """The likeliest class of each digit, uint8 (N,)."""
    return class_probabilities(network, digits.images).argmax(dim=1).numpy().astype(np.uint8)


def accuracy(network: nn.Module, digits: Digits) -> float:
    """Share of digits whose likeliest class is their label."""
    return float((predictions(network, digits) == digits.labels).mean())


def features_of(reader: Classifier, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What ``reader`` makes of images uint8 (N, 28, 28) before its last layer: (N, dimensions)."""
    found: NDArray[np.float32] = looked_at(reader, images, reader.features).numpy()
    return found
