"""Files of images as one part of a set: grey, of one size, nothing transparent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.progress import progress_bar
from synthdigits.plumbing.wording import brief
from synthdigits.reading.opening import Picture, read_picture
from synthdigits.sources.part import Part
from synthdigits.sources.ranges import as_bytes
from synthdigits.sources.upright import Upright, joined, settled, upright


@dataclass(frozen=True)
class _Image:
    """An image that fits the canvas; the size (height, width) and brightest pixel of its file."""

    upright: Upright
    size: tuple[int, ...]
    highest: int

    @property
    def to_one(self) -> bool:
        return self.highest == 1


def read_part(
    kind: str, folder: Path, files: Mapping[str, Sequence[Path]], corrected: Counter[str]
) -> Part:
    """The images of a part's files, class by class; their places are named from ``folder`` on.

    Each is reduced as it is read, so that large pictures never lie in memory side by side.

    Args:
        corrected: grows by what is done to images.

    Raises:
        SynthdigitsError: a file is no image, or they are of several sizes or ranges.
    """
    paths = [path for paths in files.values() for path in paths]
    labels = np.repeat(np.arange(len(files)), [len(paths) for paths in files.values()])
    images: list[_Image] = []
    for path in progress_bar(paths, desc="images", unit="image"):
        images.append(_read(path, corrected))
        _check_size(paths[0], images[0], path, images[-1])
    _check_ranges(paths, images)
    corrected["rescaled"] += sum(image.to_one for image in images)
    found = joined((image.upright for image in images), len(images))
    settled_images, turned = settled(found, labels)
    corrected["turned_over"] += turned
    return Part(kind, settled_images, labels, lambda row: str(paths[row].relative_to(folder)))


def _read(path: Path, corrected: Counter[str]) -> _Image:
    picture = read_picture(path)
    grey, had_colour = _grey(picture)
    corrected["laid_on_paper"] += picture.transparent
    corrected["without_colour"] += had_colour
    corrected["rescaled"] += picture.deep
    highest = int(grey.max())
    return _Image(upright(as_bytes(grey[None], highest == 1)), grey.shape, highest)


def _grey(picture: Picture) -> tuple[NDArray[np.uint8], bool]:
    """Its grey (H, W), and whether it had colours that grey has not."""
    colours = picture.colours
    if not (colours != colours[..., :1]).any():  # a grey image may be kept in three channels
        return np.ascontiguousarray(colours[..., 0]), False
    return np.asarray(Image.fromarray(colours).convert("L")), True


def _check_size(first_path: Path, first: _Image, path: Path, image: _Image) -> None:
    if image.size != first.size:
        (height, width), (first_height, first_width) = image.size, first.size
        raise SynthdigitsError(
            f"images of mixed size: {brief(first_path)} is {first_width}×{first_height}, "
            f"{brief(path)} is {width}×{height}"
        )


def _check_ranges(paths: Sequence[Path], images: Sequence[_Image]) -> None:
    to_one = [image.to_one for image in images]
    if any(to_one) and any(image.highest > 1 for image in images):
        first = paths[to_one.index(True)]
        raise SynthdigitsError(
            f"the pixels of {sum(to_one)} of {len(images)} images run from 0 to 1, first "
            f"{brief(first)}, those of the others further"
        )
