"""Plots show one line for each arm."""

import numpy as np
import pandas as pd
from PIL import Image

from synthdigits.reporting.plots import intervals, lines

TABLE = pd.DataFrame(
    {"size": [4, 8, 4, 8], "arm": ["a", "a", "b", "b"], "accuracy": [1, 0.9, 0.8, 0.1]}
)


def drawn(table: pd.DataFrame) -> Image.Image:
    return lines(table, "size", "accuracy", "arm", "side", "share")


def colours(table: pd.DataFrame) -> int:
    """How many saturated colours cover more than a few pixels."""
    pixels = np.asarray(drawn(table).convert("RGB")).reshape(-1, 3).astype(int)
    vivid = pixels[np.ptp(pixels, axis=1) > 100]
    return int((np.unique(vivid, axis=0, return_counts=True)[1] > 50).sum())


def test_every_arm_has_a_line_of_its_own_colour() -> None:
    assert colours(TABLE) == colours(TABLE[TABLE["arm"] == "a"]) + 1


def test_equal_tables_give_equal_bytes() -> None:
    assert drawn(TABLE).tobytes() == drawn(TABLE).tobytes()


def test_each_gain_stands_beside_the_others_with_its_whiskers() -> None:
    table = pd.DataFrame(
        {
            "budget": [100, 1000, 100],
            "gain": ["a", "a", "b"],
            "mean": [2.0, 1.0, -1.0],
            "low": [1.0, 0.5, -2.0],
            "high": [3.0, 1.5, 0.0],
        }
    )

    def inked(part: pd.DataFrame) -> int:
        picture = intervals(part, "budget", "gain", ("mean", "low", "high"), "real digits", "gain")
        pixels = np.asarray(picture.convert("RGB")).astype(int)
        return int((np.ptp(pixels, axis=2) > 100).sum())

    assert inked(table) > inked(table[table.gain == "a"]) > 0
