"""WebDataset: tars of ``KEY.png``, ``KEY.cls`` and ``KEY.json``, read in sequence."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.columns import digits_of, pictures_of, values_of
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing

ROWS_PER_TAR = 10_000
PICTURE_ENDINGS = {"image": "png", "masked": "masked.png"}


def write(target: Target, parts: Parts) -> None:
    """Write ``webdataset/SPLIT-000000.tar`` and on."""
    for split, digits in parts.items():
        for number, first in enumerate(range(0, max(len(digits), 1), ROWS_PER_TAR)):
            path = target.folder / f"webdataset/{split}-{number:06}.tar"
            write_tar(path, digits[first : first + ROWS_PER_TAR])


def write_tar(path: Path, digits: Digits) -> None:
    """Write one file. Times and owners stay 0, so that equal digits give equal bytes."""
    with (
        replacing(path) as partial,
        tarfile.open(partial, "w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for name, content in _members(digits):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split with all their columns."""
    for file in target.files(f"webdataset/{split}-*.tar"):
        path = target.folder / file
        with naming(file), tarfile.open(path, "r:") as tar:
            _expect_end(path)
            samples = list(_samples(tar))
            digits = _digits(samples) if samples else None
        if digits:
            yield Decoded(digits, file, file)


def _members(digits: Digits) -> Iterator[tuple[str, bytes]]:
    values = {name: column.tolist() for name, column in values_of(digits).items()}
    pictures = {
        PICTURE_ENDINGS[name]: png.encode(images) for name, images in pictures_of(digits).items()
    }
    for place, (row, label) in enumerate(zip(digits.rows, digits.labels, strict=True)):
        key = f"{row:08}"
        for ending, files in pictures.items():
            yield f"{key}.{ending}", files[place]
        yield f"{key}.cls", str(label).encode()
        facts = {name: column[place] for name, column in values.items()}
        yield f"{key}.json", json.dumps(facts).encode()


def _expect_end(path: Path) -> None:
    """A tar ends in two empty blocks; tarfile takes one that is cut off for one that ends there."""
    with path.open("rb") as file:
        file.seek(-2 * tarfile.BLOCKSIZE, io.SEEK_END)
        if any(file.read()):
            raise tarfile.ReadError("it is cut off")


def _samples(tar: tarfile.TarFile) -> Iterator[dict[str, bytes]]:
    """Contents by ending, one sample after the other; members of a sample lie side by side."""
    sample: dict[str, bytes] = {}
    last = None
    for member in tar:
        key, _, ending = member.name.partition(".")
        if last not in (None, key):
            yield sample
            sample = {}
        content = tar.extractfile(member)
        sample[ending] = content.read() if content else b""
        last = key
    if sample:
        yield sample


def _digits(samples: list[dict[str, bytes]]) -> Digits:
    facts = [json.loads(sample["json"]) for sample in samples]
    types: dict[str, Any] = {"row": np.int64, "confidence": np.float32}
    values = {
        name: np.array([row[name] for row in facts], types.get(name, np.uint8)) for name in facts[0]
    }
    pictures = {
        name: np.stack([png.decode(sample[ending]) for sample in samples])
        for name, ending in PICTURE_ENDINGS.items()
        if ending in samples[0]
    }
    labels = np.array([int(sample["cls"]) for sample in samples], np.uint8)
    return digits_of(pictures, labels, values)
