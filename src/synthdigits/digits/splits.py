"""Real digits in two parts that share no row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.canvas import fit
from synthdigits.digits.digits import Digits
from synthdigits.plumbing.errors import SynthdigitsError

TEST_FRACTION = 0.2
MOST_CLASSES = 256


@dataclass(frozen=True)
class Labelled:
    """Images uint8 (N, H, W) of any one size, ink bright on dark, and integer labels (N,)."""

    images: NDArray[np.uint8]
    labels: NDArray[np.integer]


@dataclass(frozen=True)
class Splits:
    """The two parts, what each label stands for, and what was found and corrected, in images."""

    train: Digits
    test: Digits
    class_names: list[str]
    checks: Mapping[str, int] = field(default_factory=dict)


def numbered(train: Labelled, test: Labelled, class_names: list[str] | None = None) -> Splits:
    """Both parts on the square canvas; the test rows are numbered on from the training rows.

    Raises:
        SynthdigitsError: the labels are no classes 0, 1, 2 … of which each has training images.
    """
    check_labels(train.labels, test.labels)
    classes = _class_count(train.labels, test.labels)
    rows = np.arange(len(train.labels) + len(test.labels), dtype=np.int64)
    numbers = rows[: len(train.labels)], rows[len(train.labels) :]
    train_digits, test_digits = (
        Digits(fit(part.images), part.labels.astype(np.uint8), own)
        for part, own in zip((train, test), numbers, strict=True)
    )
    names = class_names or [str(label) for label in range(classes)]
    return Splits(train_digits, test_digits, names)


def part_off_test(whole: Labelled, class_names: list[str] | None = None) -> Splits:
    """A fifth of each class, the same on every run, becomes the test part."""
    from sklearn.model_selection import train_test_split

    smallest = int(np.bincount(whole.labels).min())
    if smallest < 1 / TEST_FRACTION:
        raise SynthdigitsError(
            f"the smallest class has {smallest} images; at least {round(1 / TEST_FRACTION)} are "
            "needed where a fifth is held back for the test"
        )
    train, test = train_test_split(
        np.arange(len(whole.labels)),
        test_size=TEST_FRACTION,
        stratify=whole.labels,
        random_state=0,
    )
    train_part = Labelled(whole.images[train], whole.labels[train])
    test_part = Labelled(whole.images[test], whole.labels[test])
    return numbered(train_part, test_part, class_names)


def check_labels(train: NDArray[np.integer], test: NDArray[np.integer]) -> None:
    """Refuse labels that are no numbers of classes, or of which a part has none.

    Raises:
        SynthdigitsError: it says how many there are, or from where to where they run.
    """
    if not len(train) or not len(test):
        raise SynthdigitsError(
            f"{len(train)} training and {len(test)} test images; both are needed"
        )
    lowest, highest = min(train.min(), test.min()), max(train.max(), test.max())
    if lowest < 0 or highest >= MOST_CLASSES:
        raise SynthdigitsError(
            f"labels run from {lowest} to {highest}; allowed: 0 to {MOST_CLASSES - 1}"
        )


def _class_count(train: NDArray[np.integer], test: NDArray[np.integer]) -> int:
    highest = max(train.max(), test.max())
    if highest == 0:
        raise SynthdigitsError("there is only one class; a classifier needs at least two")
    counts = np.bincount(train, minlength=int(highest) + 1)
    if not counts.all():
        raise SynthdigitsError(
            f"class {int(counts.argmin())} of 0 to {highest} is empty: it has no training image"
        )
    return len(counts)
