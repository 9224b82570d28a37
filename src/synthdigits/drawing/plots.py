"""Plots for the report: a table in, a picture out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from cycler import cycler
from matplotlib import axis, colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, StrMethodFormatter
from PIL import Image

SIZE_INCHES = (8.4, 4.2)
STYLES = cycler(linestyle=["-", "--"]) * cycler(color=colormaps["tab10"](range(10)))
"""Twenty lines that can be told apart."""
PLAIN = StrMethodFormatter("{x:g}")
BOUNDS = ("mean", "low", "high")
"""What an interval consists of: columns of a table, keys of a figure in metrics/."""


@dataclass(frozen=True)
class Axis:
    """A column of a table along an axis of a plot."""

    column: str
    label: str
    scale: Literal["linear", "log"] = "linear"


@dataclass(frozen=True)
class Panels:
    """A grid of panels: one column for each value of ``across``, one row for each of ``down``."""

    across: str
    down: str


def lines(table: pd.DataFrame, x: Axis, y: Axis, by: str) -> Image.Image:
    """``y`` over ``x``, one line with a name for each value of ``table[by]``."""
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.set_prop_cycle(STYLES)
    for name, part in table.groupby(by, sort=False):
        axes.plot(part[x.column], part[y.column], marker="o", label=str(name))
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)
    for side in (axes.xaxis, axes.yaxis):
        if side.get_scale() == "log":
            _tick_in_plain_numbers(side)
    axes.grid(alpha=0.3)
    figure.legend(*axes.get_legend_handles_labels(), fontsize="small", loc="outside right upper")
    return _drawn(figure)


def intervals(table: pd.DataFrame, panels: Panels, by: str, label: str) -> Image.Image:
    """Means with their intervals, the columns :data:`BOUNDS`, in panels at scales of their own.

    Args:
        by: column of whose values each gets a line of a panel.
        label: of the axis along which the intervals lie.
    """
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    columns, rows = table[panels.across].unique(), table[panels.down].unique()
    names = [list(table[table[panels.down] == row][by].unique()) for row in rows]
    heights = [len(part) for part in names]
    grid = figure.subplots(
        len(rows), len(columns), sharey="row", squeeze=False, height_ratios=heights
    )
    for (row, column), axes in np.ndenumerate(grid):
        here = (table[panels.down] == rows[row]) & (table[panels.across] == columns[column])
        _draw_intervals(axes, table[here], [names[row].index(name) for name in table[here][by]])
    for axes, column in zip(grid[0], columns, strict=True):
        axes.set_title(f"{column} {panels.across}", fontsize="medium")
    for axes, row, ticks in zip(grid[:, 0], rows, names, strict=True):
        _name_lines(axes, f"{panels.down} {row}", ticks)
    figure.align_ylabels()
    figure.supxlabel(label, fontsize="medium")
    return _drawn(figure)


def _draw_intervals(axes: Axes, table: pd.DataFrame, places: list[int]) -> None:
    mean, low, high = (table[bound] for bound in BOUNDS)
    axes.errorbar(mean, places, xerr=[mean - low, high - mean], fmt="o", capsize=3)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.grid(axis="x", alpha=0.3)


def _name_lines(axes: Axes, label: str, names: list[str]) -> None:
    axes.set(ylabel=label, yticks=range(len(names)), yticklabels=names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def _tick_in_plain_numbers(side: axis.Axis) -> None:
    """… 1, 2, 5, 10 …, not powers of ten."""
    side.set_minor_locator(LogLocator(subs=(2, 5)))
    side.set_major_formatter(PLAIN)
    side.set_minor_formatter(PLAIN)


def _drawn(figure: Figure) -> Image.Image:
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=100)
    return Image.open(drawn)
