"""What must not leave the house: every reason why a set is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import Licence
from synthdigits.digits.digits import Digits
from synthdigits.export.documents.manifest import Code, ModelFacts
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.sources import SPLITS, Sources, Split, parts
from synthdigits.measures.copies import CopyFinder, repeated_share

RAREST = 0.01
"""Share of an even share below which a class is as good as missing."""
LOOKED_AT = 200
"""Images of each class that are compared with each other."""
MOST_REPEATED = 0.1
"""Share of a class's images that may be one with another before the class has collapsed."""


@dataclass(frozen=True)
class RealDigits:
    """The real digits that a set must not give away, and where copies of them are found."""

    train: Digits
    test: Digits
    finder: CopyFinder

    @classmethod
    def gather(cls, train: Digits, test: Digits) -> RealDigits:
        return cls(train, test, CopyFinder(np.concatenate([train.images, test.images])))

    @property
    def rows(self) -> NDArray[np.int64]:
        """Row numbers in the order in which the finder knows the digits."""
        return np.concatenate([self.train.rows, self.test.rows])


def refusals(
    kind: Kind,
    sources: Sources,
    classes: list[str],
    models: list[ModelFacts],
    licence: Licence | None,
    real: RealDigits,
) -> list[str]:
    """Why this set can't be exported; nothing where it can."""
    reasons = [] if licence else ["it has no licence: set export.licence in params.yaml"]
    reasons += _leaks(models, real.test)
    sample = _Sample(classes)
    for split in SPLITS:
        for part in parts(sources[split]):
            sample.add(part)
    reasons += sample.missing()
    if kind != "synthetic":
        return [*reasons, *_strays(sources, real)]
    reasons += sample.collapsed()
    return reasons or list(_copies(sources, real))  # the search takes longest, so it comes last


def uncommitted(code: Code) -> list[str]:
    """Why no revision says what made the set."""
    if code.revision is None:
        return ["there is no Git revision to name: this is no checkout's root"]
    if code.changed:
        more = f" and {len(code.changed) - 1} more" if len(code.changed) > 1 else ""
        return [f"the tree is dirty: {code.changed[0]}{more} differ from the last commit"]
    return []


class _Sample:
    """How many images each class has, and the first of them."""

    def __init__(self, classes: list[str]) -> None:
        self.classes = classes
        self.counts = np.zeros(len(classes), np.int64)
        self.first: dict[int, list[NDArray[np.uint8]]] = defaultdict(list)

    def add(self, part: Digits) -> None:
        self.counts += np.bincount(part.labels, minlength=len(self.classes))
        for label in np.unique(part.labels):
            room = LOOKED_AT - len(self.first[label])
            self.first[label].extend(part.images[part.labels == label][:room])

    def missing(self) -> Iterator[str]:
        total = self.counts.sum()
        for name, count in zip(self.classes, self.counts, strict=True):
            if count <= RAREST * total / len(self.classes):
                yield f"class {name} is missing: {count} of {total} images"

    def collapsed(self) -> Iterator[str]:
        for label, name in enumerate(self.classes):
            if self.first[label]:
                share = repeated_share(np.stack(self.first[label]))
                if share > MOST_REPEATED:
                    yield f"class {name} has collapsed: {share:.0%} of its images are repeated"


def _leaks(models: list[ModelFacts], test: Digits) -> Iterator[str]:
    for model in models:
        for first, last in model.training_rows:
            leaked = test.rows[(test.rows >= first) & (test.rows <= last)]
            if len(leaked):
                yield f"{model.role} {model.name} was trained on test row {leaked[0]}"


def _copies(sources: Sources, real: RealDigits) -> Iterator[str]:
    for split in SPLITS:
        for part in parts(sources[split]):
            copied = real.finder.copied(part.images)
            for place in np.flatnonzero(copied >= 0)[:1]:
                original = real.rows[copied[place]]
                side = "test" if original in real.test.rows else "training"
                yield f"{split} image {part.rows[place]} copies {side} digit {original}"


def _strays(sources: Sources, real: RealDigits) -> Iterator[str]:
    """Derived digits stay on their side: no test row among the training images."""
    sides: dict[Split, NDArray[np.int64]] = {"train": real.train.rows, "test": real.test.rows}
    for split, allowed in sides.items():
        for part in parts(sources[split]):
            for stray in np.setdiff1d(part.rows, allowed)[:1]:
                yield f"{split} images hold row {stray}, which is no {split} row"
