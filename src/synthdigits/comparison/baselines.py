"""What inpainters are measured beside: no repair, classical repairs, and ``masked_trained``."""

from __future__ import annotations

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.arms import MASKED, MASKED_TRAINED
from synthdigits.comparison.holes import Arm
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import marked
from synthdigits.inpainting.classical import classical_repairs
from synthdigits.learning.weights import rows_behind


def baseline_arms() -> dict[str, Arm]:
    """Arms by name, read by ``cnn`` but for ``masked_trained``, which is shown where holes are."""
    weights = paths.classifier_weights("cnn")
    cnn, rows = load_classifier(weights), rows_behind(weights)
    repairs = {MASKED: _no_repair, **classical_repairs(Digits.load(paths.RAW_TRAIN))}
    trained = paths.classifier_weights(MASKED_TRAINED)
    return {
        **{name: Arm(repair, cnn, rows) for name, repair in repairs.items()},
        MASKED_TRAINED: Arm(marked, load_classifier(trained), rows_behind(trained)),
    }


def _no_repair(masked: MaskedDigits) -> MaskedDigits:
    return masked
