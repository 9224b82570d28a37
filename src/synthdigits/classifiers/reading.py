"""Trained classifiers reading digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from synthdigits.classifiers.networks import CLASSIFIERS, Classifier
from synthdigits.digits.digits import Digits
from synthdigits.digits.pixels import SIGNED
from synthdigits.learning.batches import in_batches
from synthdigits.learning.device import device_of, images_on
from synthdigits.learning.weights import load_network

BATCH = 500


def load_classifier(path: Path) -> Classifier:
    """A classifier with the weights of ``path``, in evaluation mode on the device at hand."""
    return load_network(
        path, "a classifier", CLASSIFIERS, lambda header: CLASSIFIERS[header.name](header.classes)
    )[1]


def class_probabilities(classifier: Classifier, images: NDArray[np.uint8]) -> Tensor:
    """Class probabilities (N, classes), on the CPU, of images uint8 (N, H, W)."""
    return _read(classifier, images, lambda pixels: classifier(pixels).softmax(dim=1))


def features_of(classifier: Classifier, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What stands before the last layer for images uint8 (N, H, W): (N, dimensions)."""
    features: NDArray[np.float32] = _read(classifier, images, classifier.features).numpy()
    return features


def predictions(classifier: Classifier, digits: Digits) -> NDArray[np.uint8]:
    """The likeliest class of each digit, uint8 (N,)."""
    return class_probabilities(classifier, digits.images).argmax(dim=1).numpy().astype(np.uint8)


def accuracy(classifier: Classifier, digits: Digits) -> float:
    """Share of digits whose likeliest class is their label."""
    return float((predictions(classifier, digits) == digits.labels).mean())


def _read(
    classifier: Classifier, images: NDArray[np.uint8], compute: Callable[[Tensor], Tensor]
) -> Tensor:
    classifier.eval()
    device = device_of(classifier)

    def compute_batch(places: range) -> Tensor:
        batch = torch.from_numpy(images[places.start : places.stop])
        return compute(images_on(device, SIGNED.encode(batch)))

    return in_batches(compute_batch, len(images), BATCH)
