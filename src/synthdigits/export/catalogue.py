"""The sets that the project can export, and all that is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.config.sections import Inpainters
from synthdigits.digits.digits import MaskedDigits, SyntheticDigits
from synthdigits.export.documents.manifest import Role
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.sources import SPLITS, Repaired, Sources, Split, StoredDigits
from synthdigits.figures import read_json
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class Plan:
    """A set before it is exported.

    Attributes:
        models: weights of the networks that made it, by their part in it.
        stages: those of dvc.yaml that made it.
        params: the sections of params.yaml that shaped it.
        figures: what metrics/ has to say of it.
    """

    name: str
    kind: Kind
    sources: Sources
    models: Mapping[Role, Path]
    stages: list[str]
    params: dict[str, Any]
    figures: dict[str, Any]


def set_names(params: Params) -> list[str]:
    """``masked``, ``inpainted-NAME`` and ``synthetic-NAME``."""
    repaired = [f"inpainted-{name}" for name in Inpainters.model_fields]
    return ["masked", *repaired, *(f"synthetic-{name}" for name in params.gans)]


def plan(set_name: str, params: Params) -> Plan:
    """One set of the project in the working directory.

    Raises:
        SynthdigitsError: there is no set of that name, or it has not been made yet.
    """
    if set_name not in set_names(params):
        raise SynthdigitsError(f"no set {set_name!r}; allowed: {', '.join(set_names(params))}")
    kind, _, name = set_name.partition("-")
    if kind == "masked":
        return _masked(params)
    return _inpainted(name, params) if kind == "inpainted" else _synthetic(name, params)


def figures(file: str) -> dict[str, Any]:
    """A file of metrics/.

    Raises:
        SynthdigitsError: it has not been made yet.
    """
    path = paths.METRICS / file
    try:
        return read_json(path)
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it") from None


def _masked(params: Params) -> Plan:
    return Plan(
        name="masked",
        kind="masked",
        sources={split: _masked_digits(split) for split in SPLITS},
        models={},
        stages=["mask"],
        params=_sections(params, "mask"),
        figures=_read_by_classifiers("masked", "masked_trained", "real"),
    )


def _inpainted(name: str, params: Params) -> Plan:
    sources = {
        split: Repaired(
            StoredDigits(paths.inpainted(name, split), MaskedDigits), _masked_digits(split)
        )
        for split in SPLITS
    }
    return Plan(
        name=f"inpainted-{name}",
        kind="inpainted",
        sources=sources,
        models={"inpainter": paths.inpainter_weights(name)},
        stages=["mask", f"train_inpainter@{name}", f"inpaint@{name}"],
        params={
            **_sections(params, "mask"),
            "inpainter": getattr(params.inpainters, name).model_dump(),
        },
        figures=_read_by_classifiers(f"inpainted.{name}", "masked", "real"),
    )


def _synthetic(name: str, params: Params) -> Plan:
    fidelity = figures("fidelity.json")
    return Plan(
        name=f"synthetic-{name}",
        kind="synthetic",
        sources={
            split: StoredDigits(paths.synthetic(name, split), SyntheticDigits) for split in SPLITS
        },
        models={
            "generator": paths.gan_weights(name),
            "labeller": paths.classifier_weights("cnn"),
        },
        stages=[f"train_gan@{name}", f"generate@{name}"],
        params={**_sections(params, "synthetic"), "gan": params.gans[name].model_dump()},
        figures={
            "fidelity": fidelity[name],
            "fidelity_of_real_digits": fidelity["real_floor"],
            **_read_by_classifiers(f"synthetic_only.{name}", "real"),
        },
    )


def _masked_digits(split: Split) -> StoredDigits[MaskedDigits]:
    path = {"train": paths.MASKED_TRAIN, "test": paths.MASKED_TEST}[split]
    return StoredDigits(path, MaskedDigits)


def _sections(params: Params, *names: str) -> dict[str, Any]:
    tree = params.model_dump()
    return {name: tree[name] for name in ("seed", "schedule", *names)}


def _read_by_classifiers(*arms: str) -> dict[str, Any]:
    accuracy = figures("accuracy.json")
    return {"accuracy": {arm: accuracy[arm] for arm in arms}}
