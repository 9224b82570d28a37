"""The sheets of what came out: repaired test digits, and synthetic ones as they come."""

from __future__ import annotations

import pandas as pd

from synthdigits.config import paths
from synthdigits.config.sections import Inpainters
from synthdigits.digits.digits import Digits, MaskedDigits, SyntheticDigits
from synthdigits.drawing import sheets
from synthdigits.drawing.plots import lines
from synthdigits.figures import write_image

BANDS, COLUMNS = 3, 16
READ = 10


def draw_inpainted() -> None:
    """Original, masked and repaired test digits, and the first ten with what ``cnn`` read."""
    whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
    for name in Inpainters.model_fields:
        repaired = MaskedDigits.load(paths.inpainted(name, "test"))
        versions = [whole.images, masked.images, repaired.images]
        write_image(paths.SHEETS / f"inpainted_{name}.png", sheets.bands(versions, COLUMNS, BANDS))
        verdicts = pd.read_csv(paths.confusion(f"inpainted.{name}"), nrows=READ)
        captions = [f"read {one.predicted}\nis {one.actual}" for one in verdicts.itertuples()]
        write_image(
            paths.SHEETS / f"read_{name}.png", sheets.captioned(repaired.images[:READ], captions)
        )


def draw_validation(gans: list[str]) -> None:
    """The curves of the GANs that were measured against validation digits on the way."""
    curves = {name: paths.training_pictures(name) / "validation.csv" for name in gans}
    measured = [
        pd.read_csv(curve).assign(gan=name) for name, curve in curves.items() if curve.exists()
    ]
    if measured:
        plot = lines(
            pd.concat(measured),
            x="iteration",
            y="validation_distance",
            by="gan",
            x_label="iterations",
            y_label="distance to validation digits",
            y_scale="log",
        )
        write_image(paths.SHEETS / "validation_distance.png", plot)


def draw_synthetic(gans: list[str]) -> None:
    """A class-sorted sheet of each GAN, and one of all with their first digits."""
    first = {}
    for name in gans:
        digits = SyntheticDigits.load(paths.synthetic(name, "train"))
        write_image(paths.SHEETS / f"synthetic_{name}.png", sheets.by_class(digits, COLUMNS))
        first[name] = digits.images[:COLUMNS]
    write_image(paths.SHEETS / "generators.png", sheets.named_rows(first))
