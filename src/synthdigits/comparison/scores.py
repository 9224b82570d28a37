"""What classifiers on disk read, and their files under metrics/accuracy/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from synthdigits.classifiers.reading import load_classifier, predictions
from synthdigits.comparison.accuracy import Readings, read_test
from synthdigits.comparison.arms import MASKED_TRAINED, WHOLE
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import marked
from synthdigits.figures import write_json, write_table
from synthdigits.learning.weights import rows_behind


def classifier_readings() -> dict[str, Readings]:
    """By arm: what each classifier of real digits reads.

    ``masked_trained`` is shown where the holes are, as a repair is.

    Raises:
        SynthdigitsError: a classifier saw a test row.
    """
    whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
    readings = {arm: read_by(paths.classifier_weights(name), whole) for arm, name in WHOLE.items()}
    weights = paths.classifier_weights(MASKED_TRAINED)
    return {**readings, MASKED_TRAINED: read_by(weights, marked(masked))}


def read_by(classifier: Path, test: Digits, *others: Path) -> Readings:
    """What the classifier with these weights reads.

    Args:
        others: weights of further networks that shaped the images.

    Raises:
        SynthdigitsError: one of the networks saw a test row.
    """
    return read_test(load_classifier(classifier), test, rows_behind(classifier, *others))


def read_validation(classifier: Path, held_back: Digits) -> Readings:
    """What a classifier reads of digits that chose its generator's state and taught it nothing."""
    return Readings(held_back.labels, predictions(load_classifier(classifier), held_back))


def write_readings(folder: Path, by_arm: Mapping[str, Readings], confidence: float) -> None:
    """``ARM.json`` with the figures, and ``ARM.csv`` with a row for each test digit, in order."""
    for arm, readings in by_arm.items():
        write_json(folder / f"{arm}.json", readings.figures(confidence))
        columns = {"actual": readings.actual, "predicted": readings.predicted}
        write_table(folder / f"{arm}.csv", columns)
