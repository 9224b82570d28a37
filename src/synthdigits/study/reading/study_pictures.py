"""The study's pictures: accuracy and gains by budget, and the digits that a budget made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets
from synthdigits.drawing.plots import Axis, Panels, intervals, lines
from synthdigits.study.arms import GAN, INPAINTED, UNFILTERED

COLUMNS = 20
DRAWN_GAINS = (
    ("real_gan", "real_oversampled"),
    ("real_classical", "real_oversampled"),
    ("real_classical_gan", "real_classical"),
    ("real_classical_inpainted", "real_classical"),
    ("oracle", "real_classical"),
)
"""Of the arms that are compared, those that show what each kind of digits adds."""


def accuracy_plot(table: pd.DataFrame) -> Image.Image:
    """Mean error over the budgets, one line for each arm."""
    means = table.groupby(["arm", "budget"], sort=False).accuracy.mean().reset_index()
    means["error"] = 100 * (1 - means.accuracy)
    return lines(
        means,
        Axis("budget", "real digits", "log"),
        Axis("error", "test digits misread (%)", "log"),
        by="arm",
    )


def gains_plot(gains: pd.DataFrame) -> Image.Image:
    """Gains in percentage points with their intervals.

    A column of panels for each budget, a row for each arm that others are compared with.
    """
    drawn = [
        gains[(gains.arm == arm) & (gains.over == other)].rename(columns={"budget": "real digits"})
        for arm, other in DRAWN_GAINS
    ]
    panels = Panels(across="real digits", down="over")
    return intervals(pd.concat(drawn), panels, by="arm", label="gain (percentage points)")


def synthetic_rows(folder: Path) -> Image.Image:
    """Rows of what one subset's generators made; of the GAN's also what its filter dropped."""
    made = {name: Digits.load(folder / f"{name}.npz") for name in (GAN, UNFILTERED, INPAINTED)}
    dropped = ~np.isin(made[UNFILTERED].rows, made[GAN].rows)
    return sheets.named_rows(
        {
            "GAN": made[GAN].images[:COLUMNS],
            "dropped": made[UNFILTERED].images[dropped][:COLUMNS],
            "inpainted": made[INPAINTED].images[:COLUMNS],
        }
    )
