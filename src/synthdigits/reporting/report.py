"""The report: every figure read from metrics/, none computed here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from synthdigits.config.params import Params
from synthdigits.config.sections import Inpainters
from synthdigits.figures import read_json
from synthdigits.markdown import markdown_environment

TEMPLATE = "report.md.j2"


def render(metrics: Path, params: Params) -> str:
    """The Markdown report of the figures under ``metrics``.

    Raises:
        jinja2.UndefinedError: a figure that the template names is missing.
    """
    environment = markdown_environment("synthdigits.reporting")
    environment.filters["points"] = _points
    return environment.get_template(TEMPLATE).render(
        schedule=params.schedule,
        seed=params.seed,
        hole_size=params.mask.size,
        confidence=params.evaluation.confidence,
        data=read_json(metrics / "data.json"),
        accuracy=read_json(metrics / "accuracy.json"),
        augmentation=read_json(metrics / "augmentation.json"),
        mixture=read_json(metrics / "mixture.json"),
        classifiers=_by_name(metrics / "classifiers", ["cnn", "seed_cnn"]),
        curves=any(section.validation_fraction for section in params.gans.values()),
        gans=_by_name(metrics / "gans", list(params.gans)),
        fidelity=read_json(metrics / "fidelity.json"),
        inpainters=_by_name(metrics / "inpainters", list(Inpainters.model_fields)),
    )


def _points(gain: Mapping[str, float]) -> str:
    mean, low, high = (_signed(100 * gain[key]) for key in ("mean", "low", "high"))
    return f"{mean} ({low} … {high})" if gain["subsets"] > 1 else mean


def _signed(points: float) -> str:
    return f"{round(points, 2) + 0.0:+.2f}"  # no minus before a zero


def _by_name(folder: Path, names: list[str]) -> dict[str, dict[str, object]]:
    return {name: read_json(folder / f"{name}.json") for name in names}
