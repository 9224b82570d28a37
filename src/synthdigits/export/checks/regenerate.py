"""Making rows again from the weights that lie beside a set."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np

from synthdigits.adversarial.generation import generate
from synthdigits.classifiers.reading import load_classifier
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.export.checks.checks import Fault
from synthdigits.export.checks.reading import Picked
from synthdigits.export.documents.manifest import Manifest, Role
from synthdigits.export.formats.sources import InpaintedDigits
from synthdigits.inpainting.repair import inpaint

ROUNDING = 2
"""Grey levels by which another processor or version may round a pixel differently."""


def made_again(folder: Path, described: Manifest, digit: Digits) -> Digits:
    """One row of the set, from nothing but weights, seed and number, or what was repaired.

    Raises:
        SynthdigitsError: weights are missing or are none of this project.
    """
    if isinstance(digit, InpaintedDigits):
        columns = {part.name: getattr(digit, part.name) for part in fields(MaskedDigits)}
        masked = MaskedDigits(**{**columns, "images": digit.masked})
        return inpaint(_weights(folder, described, "inpainter"), masked)
    return generate(
        _weights(folder, described, "generator"),
        int(digit.rows[0]),
        1,
        described.seed,
        load_classifier(_weights(folder, described, "labeller")),
    )


def difference(folder: Path, described: Manifest, picked: Picked) -> Fault | None:
    """What is wrong with a row, beside the one that is made again."""
    again = made_again(folder, described, picked.digit)
    apart = np.abs(again.images.astype(int) - picked.digit.images.astype(int))
    if apart.max() > ROUNDING:
        problem = (
            f"is not what the weights make with seed {described.seed} of manifest.json: "
            f"{(apart > ROUNDING).sum()} pixels differ, by up to {apart.max()}"
        )
        return Fault(picked.file, problem, picked.place)
    if again.labels[0] != picked.digit.labels[0]:
        problem = f"has label {picked.digit.labels[0]}; made again it has {again.labels[0]}"
        return Fault(picked.file, problem, picked.place)
    return None


def _weights(folder: Path, described: Manifest, role: Role) -> Path:
    model = described.model(role)
    return folder / (model.file if model else f"weights/{role}")
