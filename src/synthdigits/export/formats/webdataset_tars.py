"""WebDataset: tars of ``KEY.png``, ``KEY.cls`` and ``KEY.json``, read in sequence."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.columns import digits_of, pictures_of, values_of
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing

ROWS_PER_TAR = 10_000
ROWS_AT_ONCE = 1_000
LARGEST_MEMBER = 2**16
"""Bytes; none of ours has 1 000."""
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
        with naming(file), target.plain(file).open("rb") as tar:
            samples = _samples(_contents(tar))
            while some := list(islice(samples, ROWS_AT_ONCE)):
                yield Decoded(_digits(some), file, file)


def places(target: Target) -> str:  # noqa: ARG001 - other formats' files have the set's name
    """A pattern of the files that it writes."""
    return r"webdataset/(train|test)-\d{6}\.tar"


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


def _contents(tar: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each plain file, up to the two empty blocks in which a tar ends.

    :mod:`tarfile` itself would unpack sparse files to whatever size they state, and take a tar
    that is cut off between two members for one that ends there.
    """
    while (block := tar.read(tarfile.BLOCKSIZE)) != bytes(tarfile.BLOCKSIZE):
        if len(block) < tarfile.BLOCKSIZE:
            raise tarfile.ReadError("it is cut off")
        member = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise tarfile.ReadError(f"{member.name} is no plain file")
        if not 0 <= member.size <= LARGEST_MEMBER:
            raise tarfile.ReadError(f"{member.name} has {member.size} bytes")
        padded = -(-member.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
        content = tar.read(padded)
        if len(content) < padded:
            raise tarfile.ReadError("it is cut off")
        yield member.name, content[: member.size]
    rest = tar.read(tarfile.RECORDSIZE + 1)
    if not tarfile.BLOCKSIZE <= len(rest) <= tarfile.RECORDSIZE or any(rest):
        raise tarfile.ReadError("it is cut off, or goes on after its end")


def _samples(members: Iterable[tuple[str, bytes]]) -> Iterator[dict[str, bytes]]:
    """Contents by ending, one sample after the other; members of a sample lie side by side."""
    for key, side_by_side in groupby(members, lambda member: member[0].partition(".")[0]):
        sample = {"key": key.encode()}
        for name, content in side_by_side:
            ending = name.partition(".")[2]
            if ending in sample:
                raise ValueError(f"sample {key} has two files .{ending}")
            sample[ending] = content
        yield sample


def _digits(samples: list[dict[str, bytes]]) -> Digits:
    endings, expected = samples[0].keys(), None
    facts = []
    for sample in samples:
        if sample.keys() != endings:
            raise ValueError(f"sample {sample['key'].decode()} has other files than those before")
        facts.append(_facts(sample))
        expected = expected or facts[0].keys()
        if facts[-1].keys() != expected:
            raise ValueError(f"sample {sample['key'].decode()} has other columns")
    kinds: dict[str, type] = {"row": np.int64, "confidence": np.float32}
    values: dict[str, NDArray[Any]] = {
        name: np.array([row[name] for row in facts], kinds.get(name, np.uint8)) for name in facts[0]
    }
    pictures = {
        name: np.stack([png.decode(sample[ending]) for sample in samples])
        for name, ending in PICTURE_ENDINGS.items()
        if ending in endings
    }
    labels = np.array([_label(sample["cls"]) for sample in samples], np.uint8)
    return digits_of(pictures, labels, values)


def _facts(sample: dict[str, bytes]) -> dict[str, int | float]:
    """The columns in a sample's JSON; its key is its row number."""
    facts: dict[str, int | float] = json.loads(sample["json"])
    for name, value in facts.items():
        if type(value) is not (float if name == "confidence" else int):
            raise ValueError(f"{name} is {value!r}")
    if sample["key"] != f"{facts['row']:08}".encode():
        raise ValueError(f"sample {sample['key'].decode()} states row {facts['row']}")
    return facts


def _label(content: bytes) -> int:
    if not content.isdigit() or not 0 <= int(content) <= 255:
        raise ValueError(f"a label is {content[:20]!r}; allowed: 0 to 255")
    return int(content)
