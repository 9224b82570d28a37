"""The sets that the project can export: digits, networks, stages and figures of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from synthdigits.comparison import arms
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.digits.digits import MaskedDigits, SyntheticDigits
from synthdigits.export.documents.manifest import Role
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.parts import SPLITS, InpaintedDigits, Parts, Split
from synthdigits.figures import read_json
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import gan_class


@dataclass(frozen=True)
class Plan:
    """A set before it is exported.

    Attributes:
        models: weights of the networks that made it, by their part in it.
        stages: those of dvc.yaml that made it.
        params: the sections of params.yaml that shaped it.
        figures: its fidelity and accuracies, from metrics/.
    """

    name: str
    kind: Kind
    parts: Parts
    models: Mapping[Role, Path]
    stages: list[str]
    params: dict[str, Any]
    figures: dict[str, Any]


def plan(set_name: str, params: Params) -> Plan:
    """One set of the project in the working directory.

    Raises:
        SynthdigitsError: there is no set of that name, or it has not been made yet.
    """
    check_name(set_name, params)
    kind, _, name = set_name.partition("-")
    if kind == "masked":
        return _masked(params)
    return _inpainted(name, params) if kind == "inpainted" else _synthetic(name, params)


def check_name(set_name: str, params: Params) -> None:
    """Refuse a set that the project doesn't have.

    Raises:
        SynthdigitsError: it is such a set.
    """
    names = paths.set_names(params.gans, params.inpainters)
    if set_name not in names:
        raise SynthdigitsError(f"no set {set_name!r}; allowed: {', '.join(names)}")


def _masked(params: Params) -> Plan:
    return Plan(
        name="masked",
        kind="masked",
        parts={split: _masked_digits(split) for split in SPLITS},
        models={},
        stages=["mask"],
        params=_sections(params, "mask"),
        figures=_accuracies(params, arms.MASKED, arms.MASKED_TRAINED, "real"),
    )


def _inpainted(name: str, params: Params) -> Plan:
    return Plan(
        name=f"inpainted-{name}",
        kind="inpainted",
        parts={split: _inpainted_digits(name, split) for split in SPLITS},
        models={"inpainter": paths.inpainter_weights(name)},
        stages=["mask", f"train_inpainter@{name}", f"inpaint@{name}"],
        params={**_sections(params, "mask"), "inpainter": params.inpainters[name].model_dump()},
        figures={
            "membership": read_json(paths.membership(name)),
            **_accuracies(params, arms.repaired_by(name), arms.MASKED, "real"),
        },
    )


def _synthetic(name: str, params: Params) -> Plan:
    models: dict[Role, Path] = {"generator": paths.gan_weights(name)}
    if not gan_class(name).conditional:
        models["labeller"] = paths.classifier_weights("cnn")
    return Plan(
        name=f"synthetic-{name}",
        kind="synthetic",
        parts={split: SyntheticDigits.load(paths.synthetic(name, split)) for split in SPLITS},
        models=models,
        stages=[f"train_gan@{name}", f"generate@{name}"],
        params={**_sections(params, "synthetic"), "gan": params.gans[name].model_dump()},
        figures={
            "membership": read_json(paths.membership(name)),
            "fidelity": read_json(paths.fidelity(name)),
            "fidelity_of_real_digits": read_json(paths.fidelity(arms.REAL_FLOOR)),
            **_accuracies(params, arms.learned_from(name), "real"),
        },
    )


def _masked_digits(split: Split) -> MaskedDigits:
    return MaskedDigits.load({"train": paths.MASKED_TRAIN, "test": paths.MASKED_TEST}[split])


def _inpainted_digits(name: str, split: Split) -> InpaintedDigits:
    repaired, masked = MaskedDigits.load(paths.inpainted(name, split)), _masked_digits(split)
    if not np.array_equal(repaired.rows, masked.rows):
        raise SynthdigitsError(f"{paths.inpainted(name, split)} has other rows than data/masked")
    return InpaintedDigits(**vars(repaired), masked=masked.images)


def _sections(params: Params, *names: str) -> dict[str, Any]:
    tree = params.model_dump()
    return {name: tree[name] for name in ("seed", "schedule", *names)}


def _accuracies(params: Params, *chosen: str) -> dict[str, Any]:
    """The scores of arms."""
    folders = arms.folders(params.gans, params.inpainters)
    scores = {arm: read_json(paths.accuracy(folders[arm]) / f"{arm}.json") for arm in chosen}
    return {
        "accuracy": {arm: {key: score[key] for key in arms.SCORE} for arm, score in scores.items()}
    }
