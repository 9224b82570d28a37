"""What the documents' scripts drew while they trained: the same digits, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.drawing import sheets
from synthdigits.figures import write_animation, write_image

BANDS, COLUMNS = 4, 12
EXHIBITED = BANDS * COLUMNS
"""How many digits document 000's sheet of twelve rows shows."""
TRIPLES = 9

Paintings = Sequence[NDArray[np.uint8]]
"""One uint8 (N, H, W) for each time of painting, the oldest first."""


def write_gan_pictures(folder: Path, paintings: Paintings) -> None:
    """``training.gif`` and ``last.png``: square sheets from the same latents."""
    write_animation(
        folder / "training.gif", [sheets.square(painting, zoom=1) for painting in paintings]
    )
    write_image(folder / "last.png", sheets.square(paintings[-1]))


def write_inpainter_pictures(
    folder: Path, original: NDArray[np.uint8], masked: NDArray[np.uint8], paintings: Paintings
) -> None:
    """Document 000's two sheets after the first iteration and at the end, and ``training.gif``.

    ``bands_*.png`` has four bands of rows: original, masked, repaired; ``triples_*.png`` nine
    columns: masked, repaired, original.

    Args:
        original: uint8 (48, H, W).
        masked: the same digits with their holes.
    """
    frames = [
        sheets.bands([original, masked, painting], COLUMNS, BANDS, zoom=1) for painting in paintings
    ]
    write_animation(folder / "training.gif", frames)
    for moment, painting in (("first", paintings[0]), ("last", paintings[-1])):
        bands = sheets.bands([original, masked, painting], COLUMNS, BANDS)
        write_image(folder / f"bands_{moment}.png", bands)
        triples = sheets.bands([masked, painting, original], TRIPLES, 1)
        write_image(folder / f"triples_{moment}.png", triples)
