"""What holes cost, drawn: accuracy by their size and by lost ink, and the hardest repairs."""

from __future__ import annotations

import pandas as pd
from torch import nn

from synthdigits.comparison.holes import hardest
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.drawing import sheets
from synthdigits.drawing.plots import lines
from synthdigits.figures import write_image

SHOWN = 16


def draw_accuracy(name: str, table: pd.DataFrame, x: str, x_label: str) -> None:
    plot = lines(table, x, "accuracy", "arm", x_label, "accuracy on test digits")
    write_image(paths.HOLES / f"{name}.png", plot)


def draw_hardest(reader: nn.Module, whole: Digits, masked: MaskedDigits, inpainter: str) -> None:
    """Original, masked and repaired: the digits whose repair ``reader`` takes for another."""
    repaired = MaskedDigits.load(paths.inpainted(inpainter, "test"))
    worst = hardest(reader, repaired, SHOWN)
    versions = [digits.images[worst] for digits in (whole, masked, repaired)]
    write_image(paths.HOLES / f"hardest_{inpainter}.png", sheets.bands(versions, SHOWN, 1))
