"""The report as a page of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from statistics import mean

from synthdigits.config.params import Params
from synthdigits.config.paths import REPEATS
from synthdigits.config.sections import Schedule, UncheckedModelParams, own_value
from synthdigits.drawing.plots import BOUNDS
from synthdigits.markdown import markdown_environment
from synthdigits.reporting.gathering import Figures, Results

TEMPLATE = "report.md.j2"
REAL = ("real", *(f"real.{name}" for name in REPEATS))
FIRST_PART = "generator_parameters"


def render(results: Results, params: Params, curves: bool) -> str:
    """The Markdown report.

    Args:
        curves: whether there is a plot of distances to validation digits.

    Raises:
        jinja2.UndefinedError: a figure that the template names is missing.
    """
    environment = markdown_environment("synthdigits.reporting")
    environment.filters |= {
        "row": _row,
        "points": _points,
        "parameters": _parameters,
        "last_losses": _last_losses,
        "reasons": _reasons,
        "length_of": partial(_length_of, schedule=params.schedule),
    }
    return environment.get_template(TEMPLATE).render(
        schedule=params.schedule,
        seed=params.seed,
        hole_size=params.mask.size,
        confidence=params.evaluation.confidence,
        mean_real_accuracy=mean(results.accuracy[arm]["accuracy"] for arm in REAL),
        curves=curves,
        sections={"gans": params.gans, "inpainters": params.inpainters},
        **{field.name: getattr(results, field.name) for field in fields(results)},
    )


def _length_of(section: UncheckedModelParams, key: str, schedule: Schedule) -> str:
    """The section's value at the schedule, and in brackets the published one where it differs."""
    here, published = (
        own_value(section.model_dump().get(key, ""), asked) for asked in (schedule, "published")
    )
    return f"{here}" if here == published else f"{here} ({published})"


def _row(cells: Sequence[object]) -> str:
    """A row of a table."""
    return "|" + "".join(f" {cell} |" if cell != "" else " |" for cell in cells)


def _points(gain: Mapping[str, float]) -> str:
    """A gain in percentage points, with its interval where there is one."""
    middle, low, high = (_signed(100 * gain[bound]) for bound in BOUNDS)
    return f"{middle} ({low} … {high})" if gain["subsets"] > 1 else middle


def _signed(points: float) -> str:
    return f"{round(points, 2) + 0.0:+.2f}"  # no minus before a zero


def _parameters(facts: Figures) -> str:
    """Of the generator, and of each network beside it; a generator may have learned alone."""
    parts = [name for name in facts if name.endswith("_parameters") and name != FIRST_PART]
    return " + ".join(f"{facts[name]:.0f}" for name in (FIRST_PART, *parts))


def _last_losses(facts: Figures) -> str:
    losses: Mapping[str, float] = facts["last_losses"]
    return ", ".join(f"{_plain(name)} {value:.3f}" for name, value in losses.items())


def _reasons(refused: Sequence[str]) -> str:
    """The first reason against a set, and how many more there are."""
    first, *others = refused
    return f"{first}, and {len(others)} more" if others else first


def _plain(loss: str) -> str:
    return loss.removesuffix("_loss").replace("_", " ")
