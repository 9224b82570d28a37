"""Line plots for the report."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
from cycler import cycler
from matplotlib import colormaps
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, StrMethodFormatter
from PIL import Image

SIZE_INCHES = (8.4, 4.2)
STYLES = cycler(linestyle=["-", "--"]) * cycler(color=colormaps["tab10"](range(10)))
"""Twenty lines that can be told apart."""
PLAIN = StrMethodFormatter("{x:g}")


def intervals(
    table: pd.DataFrame, across: str, down: str, by: str, bounds: tuple[str, str, str], x_label: str
) -> Image.Image:
    """Means with their intervals in a grid of panels, each at its own scale.

    Args:
        across: column of whose values each gets a column of panels.
        down: column of whose values each gets a row of panels.
        by: column of whose values each gets a line of a panel.
        bounds: columns of mean, low and high.
    """
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    columns, rows = table[across].unique(), table[down].unique()
    names = [list(table[table[down] == row][by].unique()) for row in rows]
    heights = [len(part) for part in names]
    grid = figure.subplots(
        len(rows), len(columns), sharey="row", squeeze=False, height_ratios=heights
    )
    for (row, column), axes in np.ndenumerate(grid):
        part = table[(table[down] == rows[row]) & (table[across] == columns[column])]
        mean, low, high = (part[bound] for bound in bounds)
        places = [names[row].index(name) for name in part[by]]
        axes.errorbar(mean, places, xerr=[mean - low, high - mean], fmt="o", capsize=3)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.grid(axis="x", alpha=0.3)
    for axes, column in zip(grid[0], columns, strict=True):
        axes.set_title(f"{column} {across}", fontsize="medium")
    for axes, row, ticks in zip(grid[:, 0], rows, names, strict=True):
        axes.set(ylabel=f"{down} {row}", yticks=range(len(ticks)), yticklabels=ticks)
        axes.set_ylim(len(ticks) - 0.5, -0.5)
    figure.align_ylabels()
    figure.supxlabel(x_label, fontsize="medium")
    return _drawn(figure)


def lines(
    table: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    x_label: str,
    y_label: str,
    y_scale: str = "linear",
    x_scale: str = "linear",
) -> Image.Image:
    """``table[y]`` over ``table[x]``, one line with a name for each value of ``table[by]``."""
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.set_prop_cycle(STYLES)
    for name, part in table.groupby(by, sort=False):
        axes.plot(part[x], part[y], marker="o", label=str(name))
    axes.set(xlabel=x_label, ylabel=y_label, yscale=y_scale, xscale=x_scale)
    for axis in (axes.xaxis, axes.yaxis):
        if axis.get_scale() == "log":
            _tick_in_plain_numbers(axis)
    axes.grid(alpha=0.3)
    figure.legend(*axes.get_legend_handles_labels(), fontsize="small", loc="outside right upper")
    return _drawn(figure)


def _tick_in_plain_numbers(axis: Axis) -> None:
    """… 1, 2, 5, 10 …, not powers of ten."""
    axis.set_minor_locator(LogLocator(subs=(2, 5)))
    axis.set_major_formatter(PLAIN)
    axis.set_minor_formatter(PLAIN)


def _drawn(figure: Figure) -> Image.Image:
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=100)
    return Image.open(drawn)
