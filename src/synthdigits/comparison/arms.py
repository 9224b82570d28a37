"""Names of the arms of the accuracy table: which classifier reads which version of the test digits.

This module imports no torch, so that the report can read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from synthdigits.config.paths import REPEATS

WHOLE: Mapping[str, str] = {
    "real": "cnn",
    **{f"real.{name}": name for name in REPEATS},
    "seed_cnn": "seed_cnn",
    "gan_augmented": "gan_augmented",
}
"""Arms that read whole digits, and the classifier of each."""
MASKED, MASKED_TRAINED = "masked", "masked_trained"
"""Digits with a hole: read by ``cnn``, and by the classifier that is shown where the hole is."""
CLASSICAL = ("mean_fill", "navier_stokes")
"""Repairs that learn nothing from a loss."""
CLASSIFIERS, BASELINES = "classifiers", "baselines"
"""Folders of the arms that belong to no single GAN or inpainter."""
REAL_FLOOR = "real_floor"
"""Real test digits, measured as if they were a synthetic set."""
PLANTED = "planted_copies"
"""A generator that copies, which the membership audit has to catch."""
SCORE = ("accuracy", "low", "high", "images")
"""What tables and manifests take from an arm's figures."""


def repaired_by(repair: str) -> str:
    """The arm in which ``cnn`` reads the digits of an inpainter or a classical repair."""
    return f"inpainted.{repair}"


def repaired_by_for_seed_cnn(inpainter: str) -> str:
    """The same digits read by ``seed_cnn``, the classifier of document 000; not in the table."""
    return f"{repaired_by(inpainter)}.seed_cnn"


def learned_from(gan: str) -> str:
    """The arm in which a ``cnn`` that learned from a GAN's digits alone reads real ones."""
    return f"synthetic_only.{gan}"


def on_validation(arm: str) -> str:
    """The arm on validation digits in place of test digits; not in the table."""
    return f"{arm}.validation"


def folders(gans: Iterable[str], inpainters: Iterable[str]) -> dict[str, str]:
    """Every arm in the order of the table, with its folder under metrics/accuracy/."""
    *real, mixed = WHOLE
    repairs, sets = map(repaired_by, inpainters), map(learned_from, gans)
    return {
        **dict.fromkeys(real, CLASSIFIERS),
        MASKED: BASELINES,
        MASKED_TRAINED: CLASSIFIERS,
        **dict.fromkeys(map(repaired_by, CLASSICAL), BASELINES),
        **{arm: arm for arm in (*repairs, *sets)},
        mixed: CLASSIFIERS,
    }
