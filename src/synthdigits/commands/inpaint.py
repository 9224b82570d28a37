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
from synthdigits.commands.pictures import check_target, targets_of, write_picture
from synthdigits.digits.digits import SIDE
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.opening import picture_of


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

    targets = targets_of(images, out)
    inputs = [*images, *(path for path in (mask, weights) if path)]
    for target in targets:
        check_target(target, inputs, "L")
    pictures = np.stack([_grey(path) for path in images])
    if mask is None:
        boxes = [any_hole.find_box(picture) for picture in pictures]
        holes = np.stack([box.mask for box in boxes])
        facts = [dataclasses.asdict(box) for box in boxes]
    else:
        holes, facts = np.stack([_hole(mask)] * len(pictures)), []
    repaired = any_hole.repair(Repairer.load(given_or_shipped(weights, "unet")), pictures, holes)
    for target, picture in zip(targets, repaired, strict=True):
        write_picture(target, Image.fromarray(picture))
    say(
        {"out": [str(target) for target in targets], "boxes": facts},
        "\n".join(
            f"{target}: {hole.sum()} pixels painted"
            for target, hole in zip(targets, holes, strict=True)
        ),
        as_json,
    )


def _hole(mask: Path) -> NDArray[np.bool_]:
    hole = _grey(mask) > 127
    if not hole.any():
        raise SynthdigitsError(f"{mask}: is bright nowhere: there is no hole")
    return hole


def _grey(path: Path) -> NDArray[np.uint8]:
    with picture_of(path) as image:
        if image.size != (SIDE, SIDE):
            width, height = image.size
            raise SynthdigitsError(f"{path}: {SIDE}×{SIDE} pixels are needed, got {width}×{height}")
        return np.asarray(image.convert("L"))
