"""Line plots for the report."""

from __future__ import annotations

import io

import pandas as pd
from cycler import cycler
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, StrMethodFormatter
from PIL import Image

SIZE_INCHES = (8.4, 4.2)
STYLES = cycler(linestyle=["-", "--"]) * cycler(color=colormaps["tab10"](range(10)))
"""Twenty lines that can be told apart."""
PLAIN = StrMethodFormatter("{x:g}")


def intervals(
    table: pd.DataFrame, x: str, by: str, bounds: tuple[str, str, str], x_label: str, y_label: str
) -> Image.Image:
    """Means with their intervals, beside each other at each value of ``table[x]``.

    Args:
        by: column whose values get a colour and a name each.
        bounds: columns of mean, low and high.
    """
    mean, low, high = bounds
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    ticks = sorted(table[x].unique())
    groups = list(table.groupby(by, sort=False))
    for index, (name, part) in enumerate(groups):
        aside = 0.8 * ((index + 0.5) / len(groups) - 0.5)
        places = [ticks.index(value) + aside for value in part[x]]
        errors = [part[mean] - part[low], part[high] - part[mean]]
        axes.errorbar(places, part[mean], errors, fmt="o", capsize=3, label=str(name))
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(xlabel=x_label, ylabel=y_label, xticks=range(len(ticks)), xticklabels=ticks)
    axes.grid(axis="y", alpha=0.3)
    return _drawn(figure, axes)


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
    return _drawn(figure, axes)


def _tick_in_plain_numbers(axis: Axis) -> None:
    """… 1, 2, 5, 10 …, not powers of ten."""
    axis.set_minor_locator(LogLocator(subs=(2, 5)))
    axis.set_major_formatter(PLAIN)
    axis.set_minor_formatter(PLAIN)


def _drawn(figure: Figure, axes: Axes) -> Image.Image:
    figure.legend(*axes.get_legend_handles_labels(), fontsize="small", loc="outside right upper")
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=100)
    return Image.open(drawn)
