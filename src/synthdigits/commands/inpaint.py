"""`synthdigits inpaint`: pictures made whole."""

import dataclasses
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image

from synthdigits.commands.answer import AsJson, say
from synthdigits.commands.default_weights import given_or_shipped
from synthdigits.digits.digits import SIDE
from synthdigits.plumbing.errors import SynthdigitsError


def inpaint(
    images: Annotated[list[Path], typer.Argument(help=f"Pictures, {SIDE}×{SIDE}.")],
    out: Annotated[Path, typer.Option(help="A file, or a folder where there are several.")],
    mask: Annotated[
        Path | None,
        typer.Option(
            help=f"A {SIDE}×{SIDE} picture, bright where the hole is. "
            "Without it the hole is found as a box."
        ),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="An inpainter's weights; else the shipped `unet`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Paint what is missing in pictures of digits (bright ink on black).

    The hole is what the mask says, of any shape; or the box of one value that stands out most,
    which is a guess where a black hole lies on black paper. Without --weights those that come with
    synthdigits are taken.

    synthdigits inpaint broken.png --mask hole.png --out whole.png
    """
    from synthdigits.inpainting import any_hole
    from synthdigits.inpainting.repair import Repairer

    pictures = np.stack([_grey(path) for path in images])
    if mask is None:
        boxes = [any_hole.find_box(picture) for picture in pictures]
        holes = np.stack([box.mask for box in boxes])
        facts = [dataclasses.asdict(box) for box in boxes]
    else:
        holes, facts = np.stack([_grey(mask) > 127] * len(pictures)), []
    repaired = any_hole.repair(Repairer.load(given_or_shipped(weights, "unet")), pictures, holes)
    targets = [out] if len(images) == 1 else [out / path.name for path in images]
    for target, picture in zip(targets, repaired, strict=True):
        _write(target, picture)
    say(
        {"out": [str(target) for target in targets], "boxes": facts},
        "\n".join(
            f"{target}: {hole.sum()} pixels painted"
            for target, hole in zip(targets, holes, strict=True)
        ),
        as_json,
    )


def _grey(path: Path) -> NDArray[np.uint8]:
    try:
        with Image.open(path) as image:
            grey = np.asarray(image.convert("L"))
    except OSError as error:
        raise SynthdigitsError(f"{path}: no picture that can be read: {error}") from None
    if grey.shape != (SIDE, SIDE):
        raise SynthdigitsError(
            f"{path}: {SIDE}×{SIDE} pixels are needed, got {grey.shape[1]}×{grey.shape[0]}"
        )
    return grey


def _write(path: Path, picture: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        Image.fromarray(picture).save(path)
    except (ValueError, OSError) as error:
        raise SynthdigitsError(f"{path}: can't be written: {error}") from None
