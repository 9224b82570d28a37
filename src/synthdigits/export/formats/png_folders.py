"""PNG files in one folder for each class, as ``torchvision.datasets.ImageFolder`` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.sources import Source, Sources, Split, parts
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing


def write(target: Target, sources: Sources) -> None:
    """Write ``png/SPLIT/CLASS/00000000.png``, numbered by place."""
    for split, source in sources.items():
        write_classes(target.folder / "png" / split, source, target.classes)


def write_classes(folder: Path, source: Source, classes: list[str]) -> None:
    """Write ``CLASS/00000000.png``, numbered by place; every class has its folder."""
    for name in classes:
        (folder / name).mkdir(parents=True, exist_ok=True)
    place = 0
    for part in parts(source):
        for content, label in zip(png.encode(part.images), part.labels, strict=True):
            with replacing(folder / classes[label] / f"{place:08}.png") as partial:
                partial.write_bytes(content)
            place += 1


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split, each with its own file; their numbers are their places."""
    folder = target.folder / "png" / split
    found = [
        (int(path.stem), label, path)
        for label, name in enumerate(target.classes)
        for path in (folder / name).glob("*.png")
    ]
    if not found:
        with naming(Path("png") / split):
            raise FileNotFoundError
    for row, label, path in sorted(found):
        file = path.relative_to(target.folder)
        with naming(file):
            image = png.decode(path.read_bytes())
            one = Digits(image[None], np.array([label], np.uint8), np.array([row], np.int64))
            yield Decoded(one, file, file)
