"""Labelled synthetic sets: image i depends on the weights, the seed and i alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from synthdigits.adversarial.gan import GenerativeModel
from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.learning.batches import in_batches
from synthdigits.learning.device import device_of
from synthdigits.learning.weights import load_network
from synthdigits.randomness import noise_of_images
from synthdigits.zoo import gan_class, names_in

BATCH = 100
"""Fixed, and the last batch is padded: another batch size may round a pixel differently."""


@dataclass(frozen=True)
class Painter:
    """A trained generator in evaluation mode, and what its model says of its inputs.

    Attributes:
        classes: how many there are, whether the generator is told them or not.
    """

    model: type[GenerativeModel]
    generator: nn.Module
    classes: int

    @classmethod
    def load(cls, weights: Path) -> Painter:
        header, generator = load_network(
            weights,
            "a generator",
            names_in("gans"),
            lambda header: gan_class(header.name).generator_class(**header.arguments),
        )
        return cls(gan_class(header.name), generator, header.classes)

    def paint(self, indices: range, seed: int) -> NDArray[np.uint8]:
        """Images uint8 (len(indices), H, W), one for each index of the set that ``seed`` makes."""

        def paint_batch(places: range) -> Tensor:
            first = indices.start + places.start
            padded = range(first, first + BATCH)
            noise = noise_of_images(seed, padded, self.model.latent_size)
            images = self.paint_latents(noise, labels_of(padded, self.classes))
            return torch.from_numpy(images[: len(places)])

        images: NDArray[np.uint8] = in_batches(paint_batch, len(indices), BATCH, "images").numpy()
        return images

    @torch.inference_mode()
    def paint_latents(
        self, noise: NDArray[np.float32], labels: NDArray[np.uint8]
    ) -> NDArray[np.uint8]:
        """Images uint8 (N, H, W) of standard normal noise (N, latents) and classes (N,)."""
        device = device_of(self.generator)
        deviation = np.float32(self.model.latent_deviation)
        inputs = [torch.from_numpy(noise * deviation).to(device)]
        if self.model.conditional:
            inputs.append(torch.from_numpy(labels).long().to(device))
        return self.model.pixel_range.decode(self.generator(*inputs))


def generate(
    painter: Painter, indices: range, seed: int, labeller: Classifier | None
) -> SyntheticDigits:
    """Images of the set that the painter's weights and ``seed`` make.

    A conditional GAN is asked for class ``i mod classes``. What any other makes is labelled by
    ``labeller``, whose probability for that label is kept as the confidence.

    Raises:
        ValueError: there is no labeller, and the generator can't be asked for a class.
    """
    images = painter.paint(indices, seed)
    rows = np.asarray(indices, np.int64)
    if painter.model.conditional:
        confidence = np.ones(len(indices), np.float32)
        return SyntheticDigits(images, labels_of(indices, painter.classes), rows, confidence)
    if labeller is None:
        raise ValueError("digits of a generator that knows no classes need a labeller")
    likely = class_probabilities(labeller, images).numpy()
    labels = likely.argmax(axis=1).astype(np.uint8)
    return SyntheticDigits(images, labels, rows, likely.max(axis=1).astype(np.float32))


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


def interpolate(painter: Painter, rows: int, columns: int, seed: int) -> list[NDArray[np.uint8]]:
    """For each row ``columns`` images (columns, H, W) on the way between two latents.

    The way is along the sphere on which normal latents lie (White 2016). A conditional GAN is
    asked for one class in each row.
    """
    noise = noise_of_images(seed, range(2 * rows), painter.model.latent_size)
    labels = labels_of(range(rows), painter.classes)
    return [
        painter.paint_latents(_along_the_sphere(first, last, columns), np.repeat(label, columns))
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
