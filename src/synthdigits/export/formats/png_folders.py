"""PNG files in one folder for each class, as ``torchvision.datasets.ImageFolder`` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing


def write(target: Target, parts: Parts) -> None:
    """Write ``png/SPLIT/CLASS/00000000.png``, numbered by place."""
    for split, digits in parts.items():
        write_classes(target.folder / "png" / split, digits, target.classes)


def write_classes(folder: Path, digits: Digits, classes: list[str]) -> None:
    """Write ``CLASS/00000000.png``, numbered by place; every class has its folder."""
    for name in classes:
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = zip(png.encode(digits.images), digits.labels, strict=True)
    for place, (content, label) in enumerate(files):
        with replacing(folder / classes[label] / f"{place:08}.png") as partial:
            partial.write_bytes(content)


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split, each with its own file; their numbers are their places."""
    folder = target.folder / "png" / split
    files = [
        (int(path.stem), label, path)
        for label, name in enumerate(target.classes)
        for path in (folder / name).glob("*.png")
    ]
    if not files:
        with naming(Path("png") / split):
            raise FileNotFoundError
    for row, label, path in sorted(files):
        file = path.relative_to(target.folder)
        with naming(file):
            image = png.decode(path.read_bytes())
            digit = Digits(image[None], np.array([label], np.uint8), np.array([row], np.int64))
        yield Decoded(digit, file, file)
