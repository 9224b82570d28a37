"""The report's own pictures, in which all GANs, or all arms, stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from PIL import Image

from synthdigits.config import paths
from synthdigits.drawing.plots import Axis, lines
from synthdigits.drawing.sheets import named_strips
from synthdigits.figures import write_image
from synthdigits.reporting.gathering import hole_table

ACCURACY = Axis("accuracy", "accuracy on test digits")
HOLE_AXES = {
    "by_size": Axis("size", "side of the hole in pixels"),
    "by_ink": Axis("lost_ink", "share of the digit's ink that the hole took"),
}


def draw_generators(gans: Sequence[str]) -> None:
    """``generators.png``: the first digits of each GAN, one row with a name for each."""
    strips = {name: Image.open(paths.synthetic_pictures(name) / "first.png") for name in gans}
    write_image(paths.SHEETS / "generators.png", named_strips(strips))


def draw_validation(curves: pd.DataFrame) -> None:
    """``validation_distance.png`` of GANs that were measured against validation digits."""
    iterations = Axis("iteration", "iterations")
    distance = Axis("validation_distance", "distance to validation digits", "log")
    plot = lines(curves, iterations, distance, by="gan")
    write_image(paths.SHEETS / "validation_distance.png", plot)


def draw_holes(inpainters: Sequence[str]) -> None:
    """``by_size.png`` and ``by_ink.png``: accuracy of every arm behind holes."""
    for name, axis in HOLE_AXES.items():
        plot = lines(hole_table(name, inpainters), axis, ACCURACY, by="arm")
        write_image(paths.HOLE_PLOTS / f"{name}.png", plot)
