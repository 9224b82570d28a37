"""Draws the pictures in tests/fixtures/drawn.

From the project's root: ``PYTHONPATH=tests python -m reading.drawn [FOLDER] [SEED]``. Strokes with
jitter, on paper that is lit, ruled or missing, as a person, a scanner or a telephone would have
made them. Seed 1 made the fixtures.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from reading.shapes import FIRST, SECOND, STRAIGHT, Stroke

Colour = tuple[int, int, int]
Floats = NDArray[np.float64]
BLACK, WHITE = (25, 25, 30), (250, 250, 248)


@dataclass(frozen=True)
class Style:
    """How one digit is put on paper.

    Attributes:
        side: of the picture in pixels.
        box: the digit's left and top corner, width and height, as shares of the side.
        width: of the stroke, as a share of the digit's height.
        turn: degrees, clockwise.
        lines: distance of ruled lines in pixels, or 0.
        light: how much darker the darkest corner is, from 0 to 1.
        noise: standard deviation, of 255.
        tilt: perspective, a share of the side.
        specks: how many dots of dirt.
    """

    side: int = 200
    box: tuple[float, float, float, float] = (0.28, 0.2, 0.42, 0.6)
    width: float = 0.09
    ink: Colour = BLACK
    paper: Colour | None = WHITE
    turn: float = 0.0
    lines: int = 0
    light: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    tilt: float = 0.0
    specks: int = 0
    options: Mapping[str, Any] | None = None
    ending: str = "png"


STYLES: dict[str, Style] = {
    "0-thin": Style(width=0.025),
    "0-chalk-on-green": Style(
        ink=(235, 235, 220), paper=(40, 85, 60), noise=6, blur=0.6, ending="jpg"
    ),
    "1-thick": Style(width=0.2, side=120),
    "1-photo": Style(side=240, light=0.5, noise=7, blur=1.2, tilt=0.06, ending="jpg"),
    "2-red-on-green-paper": Style(ink=(205, 60, 60), paper=(95, 150, 95)),
    "2-tiny": Style(side=24, box=(0.2, 0.12, 0.5, 0.72), width=0.13),
    "3-inverted": Style(ink=(245, 245, 245), paper=(10, 10, 10), width=0.12),
    "3-ruled-paper": Style(
        side=220, lines=24, width=0.07, ink=(30, 40, 120), noise=3, ending="jpg"
    ),
    "4-corner": Style(side=300, box=(0.7, 0.68, 0.18, 0.24), width=0.1),
    "4-photo-in-the-shadow": Style(
        side=260, light=0.65, noise=6, blur=1.0, turn=6, tilt=0.05, ending="jpg"
    ),
    "5-large": Style(side=2000, width=0.08, ink=(20, 30, 110), options={"bits": 2}),
    "5-transparent": Style(paper=None, width=0.08),
    "6-transparent-white-ink": Style(paper=None, ink=(255, 255, 255), width=0.1),
    "6-turned": Style(turn=-12, width=0.07, ink=(110, 40, 130)),
    "7-bad-jpeg": Style(side=90, ending="jpg", options={"quality": 8}, width=0.1),
    "7-blue-on-orange-paper": Style(ink=(50, 80, 190), paper=(240, 160, 60), turn=5),
    "8-felt-pen": Style(width=0.17, ink=(15, 15, 15), noise=4, specks=6, ending="jpg"),
    "8-pencil": Style(
        side=240,
        width=0.035,
        ink=(140, 140, 140),
        paper=(228, 224, 214),
        noise=5,
        light=0.25,
        blur=0.5,
        ending="jpg",
    ),
    "9-wide": Style(side=200, box=(0.05, 0.3, 0.85, 0.5), width=0.12),
    "9-photo-of-ruled-paper": Style(
        side=260, lines=30, light=0.4, noise=6, blur=1.0, tilt=0.08, turn=4, specks=4, ending="jpg"
    ),
}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/fixtures/drawn")
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    folder.mkdir(parents=True, exist_ok=True)
    draw_all(folder, seed, STYLES)


def draw_all(folder: Path, seed: int, styles: Mapping[str, Style]) -> None:
    """A file for each style; of each digit the first comes by the first hand."""
    for number, (name, style) in enumerate(styles.items()):
        random = np.random.default_rng([seed, number])
        hand = (FIRST, SECOND)[(number + seed + 1) % 2]
        picture = drawn(hand[int(name[0])], style, random)
        options = dict(style.options or {})
        if "bits" in options:  # a large picture of two colours, as a drawing program saves it
            picture, options = picture.quantize(2 ** options["bits"]), {"optimize": True}
        if style.ending == "jpg":
            options = {"quality": 60, **options}
        picture.save(folder / f"{name}.{style.ending}", **options)


def drawn(strokes: tuple[Stroke, ...], style: Style, random: np.random.Generator) -> Image.Image:
    """One picture, RGB, or RGBA where there is no paper."""
    ink = _ink(strokes, style, random)
    if style.paper is None:
        solid = np.full((style.side, style.side, 3), style.ink, np.uint8)
        return Image.fromarray(np.dstack([solid, np.rint(ink * 255).astype(np.uint8)]))
    sheet = _sheet(style, random)
    colours = sheet * (1 - ink[..., None]) + np.array(style.ink) * ink[..., None]
    picture = Image.fromarray(colours.round().astype(np.uint8))
    if style.tilt:
        picture = _tilted(picture, style, random)
    if style.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(style.blur))
    return _photographed(picture, style, random)


def _ink(strokes: tuple[Stroke, ...], style: Style, random: np.random.Generator) -> Floats:
    """Share of ink in each pixel, (side, side)."""
    zoom = max(1, round(800 / style.side))
    side = style.side * zoom
    canvas = Image.new("L", (side, side))
    pen = ImageDraw.Draw(canvas)
    left, top, width, height = (share * side for share in style.box)
    jitter = random.normal(0, 0.012, 2)
    for stroke in strokes:
        for right, down, pressure in _points(stroke, random):
            x, y = left + (right + jitter[0]) * width, top + (down + jitter[1]) * height
            radius = style.width * height / 2 * pressure
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    middle = (left + width / 2, top + height / 2)
    canvas = canvas.rotate(-style.turn, Image.Resampling.BICUBIC, center=middle)
    small = canvas.resize((style.side, style.side), Image.Resampling.BOX)
    return np.asarray(small) / 255


def _points(stroke: Stroke, random: np.random.Generator) -> Floats:
    """Places along a stroke, right and down, and how hard the pen was pressed there: (N, 3)."""
    straight = stroke[0] == STRAIGHT
    fixed = np.array(stroke[1:] if straight else stroke, np.float64)
    fixed = fixed + random.normal(0, 0.012, fixed.shape)
    ends = np.concatenate([2 * fixed[:1] - fixed[1:2], fixed, 2 * fixed[-1:] - fixed[-2:-1]])
    time = np.linspace(0, 1, 120, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        if straight:
            parts.append(b + (c - b) * time)
            continue
        # Catmull-Rom: a curve through all points
        parts.append(
            0.5
            * (
                2 * b
                + (c - a) * time
                + (2 * a - 5 * b + 4 * c - d) * time**2
                + (3 * b - a - 3 * c + d) * time**3
            )
        )
    path = np.concatenate(parts)
    phase = random.uniform(0, 2 * math.pi)
    pressure = 1 + 0.12 * np.sin(np.linspace(0, 7, len(path)) + phase)
    return np.column_stack([path, pressure])


def _sheet(style: Style, random: np.random.Generator) -> Floats:
    """Paper with its lines and specks, (side, side, 3)."""
    sheet = Image.new("RGB", (style.side, style.side), style.paper)
    pen = ImageDraw.Draw(sheet)
    if style.lines:
        for down in range(style.lines // 2, style.side, style.lines):
            pen.line((0, down, style.side, down), (165, 190, 225), 1 + style.side // 250)
    for x, y in random.uniform(0, style.side, (style.specks, 2)):
        radius = random.uniform(0.5, 1.5) * style.side / 200
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), style.ink)
    return np.asarray(sheet, np.float64)


def _tilted(picture: Image.Image, style: Style, random: np.random.Generator) -> Image.Image:
    """As seen from aside: the corners of what is cut out lie somewhat inside."""
    side, inside = style.side, random.uniform(0, style.tilt, 8) * style.side
    corners = np.array([0, 0, 0, side, side, side, side, 0], np.float64)
    signs = np.array([1, 1, 1, -1, -1, -1, -1, 1])
    quad = tuple(float(value) for value in corners + signs * inside)
    return picture.transform(picture.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


def _photographed(picture: Image.Image, style: Style, random: np.random.Generator) -> Image.Image:
    """Under a lamp that stands aside, by a sensor that adds noise."""
    colours = np.asarray(picture, np.float64)
    down, right = np.mgrid[0 : style.side, 0 : style.side] / style.side
    angle = random.uniform(0, 2 * math.pi)
    slope = (math.cos(angle) * (right - 0.5) + math.sin(angle) * (down - 0.5)) / math.sqrt(2) + 0.5
    lit = colours * (1 - style.light * slope[..., None] ** 1.5)
    noisy = lit + random.normal(0, style.noise, lit.shape)
    return Image.fromarray(noisy.round().clip(0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
