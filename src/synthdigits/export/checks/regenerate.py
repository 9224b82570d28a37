"""Making rows again from the weights that lie beside a set."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits, MaskedDigits, SyntheticDigits
from synthdigits.export.checks.checks import Fault
from synthdigits.export.checks.reading import Picked
from synthdigits.export.documents.manifest import Manifest, Role
from synthdigits.export.formats.parts import InpaintedDigits
from synthdigits.inpainting.repair import inpaint
from synthdigits.sampling.sampling import sample

ROUNDING = 2
"""Grey levels by which another processor or version may round a pixel differently."""
CONFIDENCE_ROUNDING = 0.05
"""By which a classifier's probability may differ, where such pixels do."""


def made_again(folder: Path, described: Manifest, digit: Digits) -> Digits:
    """One row of the set, from weights, seed and row number, or from the digit before its repair.

    The labels of a conditional generator need no labeller, even where an earlier export has one.

    Raises:
        SynthdigitsError: weights are missing or are none of this project.
    """
    if isinstance(digit, InpaintedDigits):
        columns = {part.name: getattr(digit, part.name) for part in fields(MaskedDigits)}
        masked = MaskedDigits(**{**columns, "images": digit.masked})
        return inpaint(_weights(folder, described, "inpainter"), masked)
    generator = _weights(folder, described, "generator")
    labeller = _weights(folder, described, "labeller")
    row = int(digit.rows[0])
    return sample(generator, labeller, count=1, seed=described.seed, digit=None, first=row)


def difference(folder: Path, described: Manifest, picked: Picked) -> Fault | None:
    """How a row differs from the one that is made again; nothing where they agree."""
    again = made_again(folder, described, picked.digit)
    apart = np.abs(again.images.astype(int) - picked.digit.images.astype(int))
    if apart.max() > ROUNDING:
        problem = (
            f"is not what the weights make with seed {described.seed} of manifest.json: "
            f"{(apart > ROUNDING).sum()} pixels differ, by up to {apart.max()}"
        )
        return Fault(picked.file, problem, picked.place)
    if (unsure := _confidence_apart(again, picked.digit)) > CONFIDENCE_ROUNDING:
        problem = f"has a confidence that is {unsure:.3f} from the one made again"
        return Fault(picked.file, problem, picked.place)
    if again.labels[0] != picked.digit.labels[0]:
        problem = f"has label {picked.digit.labels[0]}; made again it has {again.labels[0]}"
        return Fault(picked.file, problem, picked.place)
    return None


def _confidence_apart(again: Digits, stored: Digits) -> float:
    """How far two confidences are apart; nothing where there are none."""
    if not isinstance(stored, SyntheticDigits) or not isinstance(again, SyntheticDigits):
        return 0.0
    return float(np.abs(again.confidence - stored.confidence).max())


def _weights(folder: Path, described: Manifest, role: Role) -> Path:
    model = described.model(role)
    return folder / (model.file if model else f"weights/{role}")
