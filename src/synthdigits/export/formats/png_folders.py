"""PNG files in one folder for each class, as ``torchvision.datasets.ImageFolder`` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.class_names import folders_of
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import BrokenFileError, Decoded, Target, naming
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.inputs import plain

NAME = re.compile(r"\d{8,18}\.png")
LARGEST = 2**20
"""Bytes in a PNG of 28×28 grey pixels; one of ours has at most 900."""


def write(target: Target, parts: Parts) -> None:
    """Write ``png/SPLIT/CLASS/00000000.png``, numbered by place."""
    for split, digits in parts.items():
        write_classes(target.folder / "png" / split, digits, target.classes)


def write_classes(folder: Path, digits: Digits, classes: list[str]) -> None:
    """Write ``CLASS/00000000.png``, numbered by place; every class has its folder."""
    folders = folders_of(classes)
    for name in folders:
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = zip(png.encode(digits.images), digits.labels, strict=True)
    for place, (content, label) in enumerate(files):
        with replacing(folder / folders[label] / f"{place:08}.png") as partial:
            partial.write_bytes(content)


def places(target: Target) -> str:
    """A pattern of the files that it writes."""
    folders = "|".join(map(re.escape, folders_of(target.classes)))
    return rf"png/(train|test)/({folders})/{NAME.pattern}"


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split, each with its own file; their numbers are their places."""
    folder = target.folder / "png" / split
    folders = folders_of(target.classes)
    _check_folders(target, folder, folders)
    files = [
        (int(path.stem), label, path)
        for label, name in enumerate(folders)
        for path in (folder / name).glob("*.png")
        if NAME.fullmatch(path.name)
    ]
    if not files:
        raise BrokenFileError(Path("png") / split, "is missing")
    for row, label, path in sorted(files):
        file = path.relative_to(target.folder)
        with naming(file):
            image = png.decode(plain(path, LARGEST).read_bytes())
            digit = Digits(image[None], np.array([label], np.uint8), np.array([row], np.int64))
        yield Decoded(digit, file, file)


def _check_folders(target: Target, folder: Path, folders: list[str]) -> None:
    """A folder too many would shift the labels that torchvision gives to those after it."""
    if not folder.is_dir():
        return
    strange = {path.name for path in folder.iterdir() if path.is_dir()} - set(folders)
    for name in sorted(strange):
        file = (folder / name).relative_to(target.folder)
        problem = f"is no class's folder ({folders[0]}, {folders[1:2]} …): torchvision counts it"
        raise BrokenFileError(file, problem)
