"""Labelled synthetic sets: image i depends on the weights, the seed and i alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from synthdigits.data.digits import SyntheticDigits
from synthdigits.evaluation.reading import class_probabilities
from synthdigits.models.gans import gan_class
from synthdigits.models.gans._gan import Gan
from synthdigits.models.weights import read_weights
from synthdigits.randomness import noise_of_images
from synthdigits.training.runtime import find_device

BATCH = 100
"""Fixed, and the last batch is padded: another batch size may round a pixel differently."""


def load_generator(path: Path) -> tuple[type[Gan], nn.Module, int]:
    """The GAN's class, its generator in evaluation mode, and the number of classes."""
    header, tensors = read_weights(path)
    system = gan_class(header.name)
    generator = system.generator_class(**header.arguments)
    generator.load_state_dict(tensors)
    return system, generator.to(find_device()).eval(), header.classes


def generate(
    weights: Path, first: int, count: int, seed: int, labeller: nn.Module
) -> SyntheticDigits:
    """Images ``first`` to ``first + count - 1`` of the set that ``weights`` and ``seed`` make.

    A conditional GAN is asked for class ``i mod classes``. What any other GAN makes is labelled
    by ``labeller``, whose probability for that label is kept as the confidence.
    """
    system, generator, classes = load_generator(weights)
    indices = range(first, first + count)
    images = paint(system, generator, classes, indices, seed)
    rows = np.asarray(indices, np.int64)
    if system.conditional:
        labels = labels_of(indices, classes)
        confidence = np.ones(count, np.float32)
    else:
        judged = class_probabilities(labeller, images).numpy()
        labels = judged.argmax(axis=1).astype(np.uint8)
        confidence = judged.max(axis=1).astype(np.float32)
    return SyntheticDigits(images, labels, rows, confidence)


def summary(digits: SyntheticDigits) -> dict[str, Any]:
    """Counts of a set, and how sure its labels are."""
    return {
        "images": len(digits),
        "mean_confidence": float(digits.confidence.mean()),
        "per_class": digits.counts,
    }


def labels_of(indices: range, classes: int) -> NDArray[np.uint8]:
    """The class asked for at each index: classes in turn."""
    return (np.asarray(indices) % classes).astype(np.uint8)


@torch.inference_mode()
def paint(
    system: type[Gan], generator: nn.Module, classes: int, indices: range, seed: int
) -> NDArray[np.uint8]:
    """Images uint8 (len(indices), 28, 28), one for each index."""
    device = next(generator.parameters()).device
    painted = []
    for start in tqdm(range(0, len(indices), BATCH), desc="images", unit="batch", disable=None):
        wanted = indices[start : start + BATCH]
        padded = range(wanted.start, wanted.start + BATCH)
        noise = noise_of_images(seed, padded, system.latent_size) * system.latent_deviation
        inputs = [torch.from_numpy(noise).to(device)]
        if system.conditional:
            inputs.append(torch.from_numpy(labels_of(padded, classes)).long().to(device))
        painted.append(system.pixel_range.decode(generator(*inputs))[: len(wanted)])
    return np.concatenate(painted)
