"""Labelled synthetic sets: image i depends on the weights, the seed and i alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from synthdigits.adversarial.gan import Gan
from synthdigits.classifiers.reading import class_probabilities
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.learning.device import find_device
from synthdigits.learning.weights import read_weights
from synthdigits.randomness import noise_of_images
from synthdigits.zoo import gan_class

BATCH = 100
"""Fixed, and the last batch is padded: another batch size may round a pixel differently."""


def load_generator(path: Path) -> tuple[type[Gan], nn.Module, int]:
    """The GAN's class, its generator in evaluation mode, and the number of classes."""
    header, tensors = read_weights(path)
    system = gan_class(header.name)
    generator = system.generator_class(**header.arguments)
    generator.load_state_dict(tensors)
    generator.to(find_device()).to(memory_format=torch.channels_last)  # a fifth faster on a CPU
    return system, generator.eval(), header.classes


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


def paint(
    system: type[Gan], generator: nn.Module, classes: int, indices: range, seed: int
) -> NDArray[np.uint8]:
    """Images uint8 (len(indices), 28, 28), one for each index."""
    painted = []
    for start in tqdm(range(0, len(indices), BATCH), desc="images", unit="batch", disable=None):
        wanted = indices[start : start + BATCH]
        padded = range(wanted.start, wanted.start + BATCH)
        noise = noise_of_images(seed, padded, system.latent_size)
        images = _painted(system, generator, noise, labels_of(padded, classes))
        painted.append(images[: len(wanted)])
    return np.concatenate(painted)


def interpolate(weights: Path, rows: int, columns: int, seed: int) -> list[NDArray[np.uint8]]:
    """For each row ``columns`` images (columns, 28, 28) on the way between two latents.

    The way is along the sphere on which normal latents lie (White 2016). A conditional GAN is
    asked for one class in each row.
    """
    system, generator, classes = load_generator(weights)
    noise = noise_of_images(seed, range(2 * rows), system.latent_size)
    labels = labels_of(range(rows), classes)
    return [
        _painted(
            system, generator, _along_the_sphere(first, last, columns), np.repeat(label, columns)
        )
        for first, last, label in zip(noise[::2], noise[1::2], labels, strict=True)
    ]


def _along_the_sphere(
    first: NDArray[np.float32], last: NDArray[np.float32], count: int
) -> NDArray[np.float32]:
    lengths = np.linalg.norm(first) * np.linalg.norm(last)
    angle = np.arccos(np.dot(first, last) / lengths)
    way = np.linspace(0, 1, count, dtype=np.float32)[:, None]
    points: NDArray[np.float32] = (
        np.sin((1 - way) * angle) * first + np.sin(way * angle) * last
    ) / np.sin(angle)
    return points


@torch.inference_mode()
def _painted(
    system: type[Gan], generator: nn.Module, noise: NDArray[np.float32], labels: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    device = next(generator.parameters()).device
    inputs = [torch.from_numpy(noise * np.float32(system.latent_deviation)).to(device)]
    if system.conditional:
        inputs.append(torch.from_numpy(labels).long().to(device))
    return system.pixel_range.decode(generator(*inputs))
