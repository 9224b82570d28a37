"""Pictures that a command writes: whether it can, and that no picture of the user's is lost."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from pathlib import Path

from PIL import Image

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import check_new_folder, check_place, replacing
from synthdigits.plumbing.inputs import reason_of


def targets_of(images: Sequence[Path], out: Path) -> list[Path]:
    """Where the picture that is made of each image goes: ``out``, or into it if there are several.

    Raises:
        SynthdigitsError: two would go to one place, or something lies there.
    """
    if len(images) == 1:
        return [out]
    targets = [out / image.name for image in images]
    for place, target in enumerate(targets):
        if target in targets[:place]:
            twin = images[targets.index(target)]
            raise SynthdigitsError(f"{twin} and {images[place]}: both would become {target}")
    check_new_folder(out)
    return targets


def check_target(target: Path, inputs: Collection[Path], mode: str) -> None:
    """Refuse a file to which no picture can be written, before there is one.

    Args:
        inputs: files that must stay as they are.
        mode: the picture's, as Pillow calls it.

    Raises:
        SynthdigitsError: it is an input, no format of pictures ends so, or it can't be made.
    """
    kind = Image.registered_extensions().get(target.suffix.lower(), "")
    try:
        Image.new(mode, (28, 28)).save(io.BytesIO(), kind)
    except (KeyError, OSError, ValueError):
        raise SynthdigitsError(f"{target}: no format of pictures ends so; .png does") from None
    check_place(target, inputs)


def write_picture(target: Path, picture: Image.Image) -> None:
    """Write a picture as its name's ending says.

    Raises:
        SynthdigitsError: it can't be written.
    """
    try:
        with replacing(target) as partial:
            picture.save(partial)
    except (ValueError, OSError) as error:
        raise SynthdigitsError(f"{target}: can't be written: {reason_of(error)}") from None
