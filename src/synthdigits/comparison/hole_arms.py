"""Who reads behind holes: ``cnn`` behind every repair and none, and ``masked_trained``."""

from __future__ import annotations

from functools import partial

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.holes import Arm
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import marked
from synthdigits.inpainting.classical import Repair, classical_repairs
from synthdigits.inpainting.repair import inpaint


def hole_arms(inpainters: list[str]) -> dict[str, Arm]:
    """Arms by name; all but ``masked_trained`` are read by the ``cnn`` that never saw a hole."""
    repairs: dict[str, Repair] = {
        "masked": _none,
        **classical_repairs(Digits.load(paths.RAW_TRAIN)),
    }
    for name in inpainters:
        repairs[name] = partial(inpaint, paths.inpainter_weights(name))
    cnn = load_classifier(paths.classifier_weights("cnn"))
    arms = {name: Arm(repair, cnn) for name, repair in repairs.items()}
    masked_trained = load_classifier(paths.classifier_weights("masked_trained"))
    return {**arms, "masked_trained": Arm(marked, masked_trained)}


def _none(masked: MaskedDigits) -> MaskedDigits:
    return masked
