"""Checks that block an export: every reason why a set is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import Licence
from synthdigits.digits.digits import Digits
from synthdigits.export.documents.manifest import Code, ModelFacts
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.parts import SPLITS, Parts, Split
from synthdigits.measures.copies import CopyFinder, repeated_share

RAREST = 0.01
"""Share of an even share of the images below which a class counts as missing."""
COMPARED = 200
"""Images of each class that are compared with each other."""
SEARCHED = 2_000
"""Images that are searched for copies at a time."""
MOST_REPEATED = 0.1
"""Share of a class's images that may repeat another before the class has collapsed."""


@dataclass(frozen=True)
class RealDigits:
    """The real digits that no set may repeat."""

    train: Digits
    test: Digits

    @classmethod
    def load(cls, train: Path, test: Path) -> Self:
        return cls(Digits.load(train), Digits.load(test))

    @cached_property
    def finder(self) -> CopyFinder:
        """Finds copies; built on first use, as it holds all pixels as floats."""
        return CopyFinder(np.concatenate([self.train.images, self.test.images]))

    @property
    def rows(self) -> NDArray[np.int64]:
        """Row numbers in the order in which the finder knows the digits."""
        return np.concatenate([self.train.rows, self.test.rows])


def refusals(
    kind: Kind,
    parts: Parts,
    classes: list[str],
    models: list[ModelFacts],
    licence: Licence | None,
    real: RealDigits,
) -> list[str]:
    """Why this set can't be exported; nothing where it can."""
    reasons = [] if licence else ["it has no licence: set export.licence in params.yaml"]
    reasons += _leaks(models, real.test)
    reasons += _missing_classes(parts, classes)
    if kind != "synthetic":
        return [*reasons, *_strays(parts, real)]
    reasons += _collapsed_classes(parts, classes)
    return reasons or list(_copies(parts, real))  # the search takes longest, so it comes last


def given_away(attack: Mapping[str, float] | None, limit: float) -> Iterator[str]:
    """Why the network behind a set gives its training digits away; nothing where it doesn't.

    Args:
        attack: figures of the membership attack on it; none where no network made the set.
        limit: of the area under the attack's curve; what counts is its interval's lower end.
    """
    if attack is not None and attack["auc_low"] > limit:
        yield (
            f"it gives its training digits away: an attacker tells them from others with an area "
            f"under the curve of {attack['auc']:.3f} (at least {attack['auc_low']:.3f}; "
            f"export.membership_limit is {limit})"
        )


def uncommitted(code: Code) -> list[str]:
    """Why no revision names the code that makes the set; nothing where one does."""
    if code.revision is None:
        return ["there is no Git revision to name: this is no checkout's root"]
    if code.changed:
        more = f" and {len(code.changed) - 1} more" if len(code.changed) > 1 else ""
        return [f"the tree is dirty: {code.changed[0]}{more} differ from the last commit"]
    return []


def _leaks(models: list[ModelFacts], test: Digits) -> Iterator[str]:
    for model in models:
        for first, last in model.training_rows:
            leaked = test.rows[(test.rows >= first) & (test.rows <= last)]
            if len(leaked):
                yield f"{model.role} {model.name} was trained on test row {leaked[0]}"


def _missing_classes(parts: Parts, classes: list[str]) -> Iterator[str]:
    labels = np.concatenate([parts[split].labels for split in SPLITS])
    counts = np.bincount(labels, minlength=len(classes))
    for name, count in zip(classes, counts, strict=True):
        if count <= RAREST * len(labels) / len(classes):
            yield f"class {name} is missing: {count} of {len(labels)} images"


def _collapsed_classes(parts: Parts, classes: list[str]) -> Iterator[str]:
    for label, name in enumerate(classes):
        first = [parts[split].images[parts[split].labels == label][:COMPARED] for split in SPLITS]
        share = repeated_share(np.concatenate(first)[:COMPARED])
        if share > MOST_REPEATED:
            yield f"class {name} has collapsed: {share:.0%} of its images are repeated"


def _copies(parts: Parts, real: RealDigits) -> Iterator[str]:
    """The first image of each part that repeats a real digit."""
    for split in SPLITS:
        for first in range(0, len(parts[split]), SEARCHED):
            searched = parts[split][first : first + SEARCHED]
            originals = real.finder.copied(searched.images)
            if (originals >= 0).any():
                place = int((originals >= 0).argmax())
                row = real.rows[originals[place]]
                side = "test" if row in real.test.rows else "training"
                yield f"{split} image {searched.rows[place]} copies {side} digit {row}"
                break


def _strays(parts: Parts, real: RealDigits) -> Iterator[str]:
    """Derived digits stay in their part: no test row among the training images."""
    allowed: dict[Split, NDArray[np.int64]] = {"train": real.train.rows, "test": real.test.rows}
    for split in SPLITS:
        for stray in np.setdiff1d(parts[split].rows, allowed[split])[:1]:
            yield f"{split} images hold row {stray}, which is no {split} row"
