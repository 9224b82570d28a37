"""Plots show one line for each arm."""

import numpy as np
import pandas as pd
from PIL import Image

from synthdigits.drawing.plots import Axis, Panels, intervals, lines

TABLE = pd.DataFrame(
    {"size": [4, 8, 4, 8], "arm": ["a", "a", "b", "b"], "accuracy": [1, 0.9, 0.8, 0.1]}
)


def drawn(table: pd.DataFrame) -> Image.Image:
    return lines(table, Axis("size", "side"), Axis("accuracy", "share", "log"), "arm")


def colours(table: pd.DataFrame) -> int:
    """How many saturated colours cover more than a few pixels."""
    pixels = np.asarray(drawn(table).convert("RGB")).reshape(-1, 3).astype(int)
    vivid = pixels[np.ptp(pixels, axis=1) > 100]
    return int((np.unique(vivid, axis=0, return_counts=True)[1] > 50).sum())


def test_every_arm_has_a_line_of_its_own_colour() -> None:
    assert colours(TABLE) == colours(TABLE[TABLE["arm"] == "a"]) + 1


def test_equal_tables_give_equal_bytes() -> None:
    assert drawn(TABLE).tobytes() == drawn(TABLE).tobytes()


def test_each_gain_has_its_whiskers_in_the_panel_of_its_budget() -> None:
    table = pd.DataFrame(
        {
            "budget": [100, 1000, 100],
            "over": "real",
            "arm": ["a", "a", "b"],
            "mean": [2.0, 1.0, -1.0],
            "low": [1.0, 0.5, -2.0],
            "high": [3.0, 1.5, 0.0],
        }
    )

    def inked(part: pd.DataFrame) -> tuple[int, int]:
        """Coloured points in the left and in the right half of the picture."""
        picture = intervals(part, Panels("budget", "over"), "arm", "percentage points")
        pixels = np.asarray(picture.convert("RGB")).astype(int)
        coloured = np.ptp(pixels, axis=2) > 100
        middle = coloured.shape[1] // 2
        return int(coloured[:, :middle].sum()), int(coloured[:, middle:].sum())

    both, fewer = inked(table), inked(table[table.arm == "a"])
    assert both[0] > fewer[0] > 0
    assert both[1] > 0
