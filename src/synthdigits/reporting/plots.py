"""Line plots for the report."""

from __future__ import annotations

import io

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

SIZE_INCHES = (6.4, 4.2)


def lines(
    table: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    x_label: str,
    y_label: str,
    y_scale: str = "linear",
) -> Image.Image:
    """``table[y]`` over ``table[x]``, one line with a name for each value of ``table[by]``."""
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    for name, part in table.groupby(by, sort=False):
        axes.plot(part[x], part[y], marker="o", label=str(name))
    axes.set(xlabel=x_label, ylabel=y_label, yscale=y_scale)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=100)
    return Image.open(drawn)
