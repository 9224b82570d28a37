"""Digits on demand, from weights alone: rows of the endless set that weights and seed make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.adversarial.generation import Painter, generate
from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities, load_classifier
from synthdigits.digits.digits import SyntheticDigits, joined
from synthdigits.learning.header import read_header
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import gan_class, names_in

STEP = 1_000
PATIENCE = 200
"""Images that are painted for each one wanted, before a class is given up."""
MOST = 200_000
"""Images at a time: all of them lie in memory, in some formats several times."""
LAST = 2**62
"""Number of an image that is still made: numbers are int64."""


@dataclass(frozen=True)
class Sampler:
    """A generator at hand, and the classifier that reads its digits.

    Attributes:
        weights: the generator's file, which errors name.
        labeller: none where nothing has to be read.
    """

    weights: Path
    painter: Painter
    labeller: Classifier | None

    @classmethod
    def load(cls, weights: Path, labeller: Path | None, *, reads: bool = False) -> Sampler:
        """Load the weights.

        Args:
            labeller: a classifier; loaded only where the generator can't be asked for a class.
            reads: load the classifier in any case.

        Raises:
            SynthdigitsError: a file is missing or damaged, or the classes are not the same.
        """
        painter = Painter.load(weights)
        if labeller is None or (painter.model.conditional and not reads):
            return cls(weights, painter, None)
        classifier = load_classifier(labeller)
        if classifier.classes != painter.classes:
            raise SynthdigitsError(
                f"{labeller}: knows {classifier.classes} classes, {weights} makes {painter.classes}"
            )
        return cls(weights, painter, classifier)

    def check_class(self, digit: int | None) -> None:
        """Refuse a class that the generator doesn't know.

        Raises:
            SynthdigitsError: it is such a class.
        """
        if digit is not None and not 0 <= digit < self.painter.classes:
            raise SynthdigitsError(
                f"digit {digit}: {self.weights} knows the classes 0–{self.painter.classes - 1}"
            )

    def sample(self, *, count: int, seed: int, digit: int | None, first: int) -> SyntheticDigits:
        """The first ``count`` images from number ``first`` on, of one class or of all.

        Raises:
            SynthdigitsError: the class is unknown, or the generator hardly ever makes it.
        """
        check_numbers(count, first)
        self.check_class(digit)
        if digit is None:
            return generate(self.painter, range(first, first + count), seed, self.labeller)
        return self._search(lambda part: part[part.labels == digit], count, seed, first, f"{digit}")

    def sample_confident(
        self, least: float, *, count: int, seed: int, digit: int | None, first: int
    ) -> Confident:
        """The first ``count`` images that the classifier reads as their label surely enough.

        Numbering stays: an image that is left out leaves a gap in ``rows``.

        Args:
            least: probability of the label, 0 to 1, with which an image is kept.

        Raises:
            SynthdigitsError: the class is unknown, or hardly any image qualifies.
        """
        if not 0 <= least <= 1:  # nor is it for NaN, which some versions of Typer let pass
            raise SynthdigitsError(f"confidence {least}: a number from 0 to 1 is needed")
        check_numbers(count, first)
        self.check_class(digit)
        asked: list[NDArray[np.int64]] = []

        def choose(part: SyntheticDigits) -> SyntheticDigits:
            of_class = part if digit is None else part[part.labels == digit]
            asked.append(of_class.rows)
            read = self._confidences(of_class)
            return read[read.confidence >= least]

        wanted = f"{'digit' if digit is None else digit} that is read with at least {least:g}"
        digits = self._search(choose, count, seed, first, wanted)
        seen = np.concatenate(asked)
        return Confident(digits, int((seen <= digits.rows[-1]).sum()) - count)

    def _confidences(self, part: SyntheticDigits) -> SyntheticDigits:
        """The same digits with the probability that the classifier gives their label."""
        if self.labeller is None:
            raise ValueError("a confidence needs a classifier")
        if not len(part):
            return part
        likely = class_probabilities(self.labeller, part.images).numpy()
        own = likely[np.arange(len(part)), part.labels]
        return replace(part, confidence=own.astype(np.float32))

    def _search(
        self,
        choose: Callable[[SyntheticDigits], SyntheticDigits],
        count: int,
        seed: int,
        first: int,
        wanted: str,
    ) -> SyntheticDigits:
        chosen: list[SyntheticDigits] = []
        painted = max(STEP, PATIENCE * count)
        for part in self._parts(first, painted, seed):
            chosen.append(choose(part))
            if sum(map(len, chosen)) >= count:
                return joined(chosen)[:count]
        raise SynthdigitsError(
            f"{self.weights} makes hardly any {wanted}: {sum(map(len, chosen))} among "
            f"{len(range(0, painted, STEP)) * STEP} images, {count} wanted"
        )

    def _parts(self, first: int, painted: int, seed: int) -> Iterator[SyntheticDigits]:
        for start in range(first, first + painted, STEP):
            yield generate(self.painter, range(start, start + STEP), seed, self.labeller)


def check_numbers(count: int, first: int) -> None:
    """Refuse numbers of images that no generator can make.

    Raises:
        SynthdigitsError: they are too many, or too high.
    """
    if count > MOST:
        raise SynthdigitsError(
            f"count {count}: at most {MOST} images are made at a time; `first` goes on after them"
        )
    if first > LAST:
        raise SynthdigitsError(f"first {first}: images are numbered up to {LAST}")


@dataclass(frozen=True)
class Confident:
    """Digits that were read surely enough, and how many before the last of them were not.

    Attributes:
        digits: ``confidence`` is the classifier's probability of the label.
    """

    digits: SyntheticDigits
    left_out: int


def sample(
    weights: Path, labeller: Path | None, *, count: int, seed: int, digit: int | None, first: int
) -> SyntheticDigits:
    """What :meth:`Sampler.sample` gives with weights from files."""
    sampler = Sampler.load(weights, labeller)
    return sampler.sample(count=count, seed=seed, digit=digit, first=first)


def needs_labeller(weights: Path) -> bool:
    """Whether these weights are a generator's that can't be asked for a class.

    Raises:
        SynthdigitsError: they are missing, or none of this project.
    """
    name = read_header(weights)[0].name
    return name in names_in("gans") and not gan_class(name).conditional
