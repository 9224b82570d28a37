"""What ``load`` gives: a generator, an inpainter or a classifier with weights in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.adversarial import generation
from synthdigits.classifiers.networks import Classifier as Network
from synthdigits.classifiers.reading import class_probabilities, load_classifier
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.inpainting import any_hole
from synthdigits.inpainting.repair import Repairer
from synthdigits.interface.border import images_of, masks_of, probability, whole_number
from synthdigits.interface.samples import Samples
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.pretrained import shipped
from synthdigits.sampling.sampling import Sampler


@dataclass(frozen=True)
class Generator:
    """Makes digits; ``weights`` is the file that it was loaded from."""

    weights: Path
    painter: generation.Painter

    def sample(
        self,
        digit: int | None = None,
        count: int = 100,
        seed: int = 0,
        first: int = 0,
        min_confidence: float | None = None,
        labeller: Classifier | None = None,
    ) -> Samples:
        """``count`` digits from number ``first`` on: image i depends on weights, seed and i alone.

        Args:
            digit: this class alone; else all of them, in turn.
            min_confidence: keep only what ``labeller`` reads as its label with at least this
                probability, 0 to 1. Numbers of what is left out are missing in ``rows``.
            labeller: reads digits for ``min_confidence`` and of generators that can't be asked
                for a class; by default the shipped ``cnn``.

        Returns:
            ``images`` uint8 (count, 28, 28), bright ink on black; ``labels`` uint8 (count,);
            ``rows`` int64 (count,), the images' numbers; ``confidence`` float32 (count,).

        Raises:
            SynthdigitsError: an argument is out of its range, or hardly any digit qualifies.
        """
        asked = {
            "count": whole_number("count", count, 1),
            "seed": whole_number("seed", seed, 0),
            "first": whole_number("first", first, 0),
            "digit": None if digit is None else whole_number("digit", digit, 0),
        }
        least = None if min_confidence is None else probability("min_confidence", min_confidence)
        reads = least is not None or not self.painter.model.conditional
        network = (labeller or Classifier.load(shipped.path("cnn"))).network if reads else None
        sampler = Sampler(self.weights, self.painter, network)
        digits = _sampled(sampler, least, asked)
        return Samples(**vars(digits))

    def interpolate(
        self, digit: int | None = None, rows: int = 10, columns: int = 12, seed: int = 0
    ) -> NDArray[np.uint8]:
        """Ways between two digits each: uint8 (rows, columns, 28, 28), bright ink on black.

        The way is along the sphere on which latents lie. A generator that can be asked for a
        class keeps to ``digit`` in all rows, or takes the classes in turn.

        Raises:
            SynthdigitsError: an argument is out of its range, or the generator knows no classes.
        """
        rows, columns = whole_number("rows", rows, 1), whole_number("columns", columns, 2)
        seed, classes = whole_number("seed", seed, 0), self.painter.classes
        if digit is None:
            return np.stack(generation.interpolate(self.painter, rows, columns, seed))
        if not self.painter.model.conditional:
            raise SynthdigitsError(f"digit {digit}: {self.weights} can't be asked for a class")
        Sampler(self.weights, self.painter, None).check_class(whole_number("digit", digit, 0))
        ways = generation.interpolate(self.painter, classes * rows, columns, seed)
        return np.stack(ways[digit::classes])


@dataclass(frozen=True)
class Inpainter:
    """Repairs digits; ``weights`` is the file that it was loaded from."""

    weights: Path
    repairer: Repairer

    def inpaint(self, images: NDArray[np.uint8], masks: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Images uint8 (N, 28, 28) with what lies in their holes painted anew; the rest stays.

        Args:
            images: uint8 (N, 28, 28), bright ink on black.
            masks: bool (N, 28, 28), true inside the hole, which may have any shape.

        Raises:
            SynthdigitsError: an argument is no such array; the message says what came.
        """
        images = images_of(images)
        return any_hole.repair(self.repairer, images, masks_of(masks, len(images)))


@dataclass(frozen=True)
class Reading:
    """What was read: ``labels`` uint8 (N,), ``probabilities`` float32 (N, classes)."""

    labels: NDArray[np.uint8]
    probabilities: NDArray[np.float32]


@dataclass(frozen=True)
class Classifier:
    """Reads digits; ``weights`` is the file that it was loaded from."""

    weights: Path
    network: Network

    @classmethod
    def load(cls, weights: Path) -> Classifier:
        return cls(weights, load_classifier(weights))

    def read(self, images: NDArray[np.uint8]) -> Reading:
        """The likeliest class of each of the images uint8 (N, 28, 28), and all probabilities.

        Raises:
            SynthdigitsError: it is no such array; the message says what came.
        """
        probabilities = class_probabilities(self.network, images_of(images)).numpy()
        return Reading(probabilities.argmax(axis=1).astype(np.uint8), probabilities)


def _sampled(sampler: Sampler, least: float | None, asked: dict[str, Any]) -> SyntheticDigits:
    if least is None:
        return sampler.sample(**asked)
    return sampler.sample_confident(least, **asked).digits
