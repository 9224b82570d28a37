"""The steps of a preparation side by side, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from synthdigits.reading.preparation import Preparation

PANEL, GAP, TEXT = 140, 8, 16
LINE = TEXT + 8
PAPER, WRITING, NOTHING = "white", "black", (200, 200, 200)
STEPS = ("given", "grey", "ink found", "scaled", "as it is read")


@dataclass(frozen=True)
class Explained:
    """A picture's preparation, and what was read in it, in words."""

    preparation: Preparation
    answer: str


def steps(rows: Sequence[Explained]) -> Image.Image:
    """A row for each picture: what was given, each step, and the answer on the right."""
    font = ImageFont.load_default(TEXT)
    answer_width = max(round(font.getlength(row.answer)) for row in rows) + GAP
    width = GAP + len(STEPS) * (PANEL + GAP) + answer_width
    sheet = Image.new("RGB", (width, LINE + len(rows) * (PANEL + GAP)), PAPER)
    draw = ImageDraw.Draw(sheet)
    for column, step in enumerate(STEPS):
        middle = GAP + column * (PANEL + GAP) + PANEL // 2
        draw.text((middle, LINE // 2), step, WRITING, font, "mm")
    for number, row in enumerate(rows):
        top = LINE + number * (PANEL + GAP)
        for column, picture in enumerate(_pictures(row.preparation)):
            sheet.paste(_panel(picture), (GAP + column * (PANEL + GAP), top))
        left = GAP + len(STEPS) * (PANEL + GAP)
        draw.text((left, top + PANEL // 2), row.answer, WRITING, font, "lm")
    return sheet


def _pictures(prepared: Preparation) -> list[NDArray[np.uint8]]:
    ink = prepared.ink.astype(np.uint8) * 255
    return [prepared.given, prepared.grey, ink, prepared.scaled, prepared.digit]


def _panel(pixels: NDArray[np.uint8]) -> Image.Image:
    """A picture in the middle of its square; small ones keep their pixels' edges."""
    picture = Image.fromarray(pixels).convert("RGB")
    longer = max(picture.size)
    size = [max(1, round(side * PANEL / longer)) for side in picture.size]
    method = Image.Resampling.NEAREST if longer < PANEL else Image.Resampling.BOX
    panel = Image.new("RGB", (PANEL, PANEL), NOTHING)
    place = ((PANEL - size[0]) // 2, (PANEL - size[1]) // 2)
    panel.paste(picture.resize((size[0], size[1]), method), place)
    return panel
