"""Checks of a set's rows: every format is decoded and compared with the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits
from synthdigits.export.checks.checks import Fault
from synthdigits.export.checks.odd_rows import odd_numbers, odd_rows
from synthdigits.export.documents.digest import Fingerprint, fingerprint
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.formats.columns import empty
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.parts import Split
from synthdigits.export.formats.target import BrokenFileError, Decoded


@dataclass(frozen=True)
class Picked:
    """One row with all its columns, its place in its part, and the file that holds it."""

    digit: Digits
    place: int
    file: str


@dataclass
class Reading:
    """The contents of one format, read once from its first to its last row.

    Attributes:
        fingerprints: of the parts that could be read to their end.
        picked: the rows that were asked for, where the format keeps what they are made of.
        told: files, and what is odd in one of their rows.
    """

    name: str
    fingerprints: dict[Split, Fingerprint] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    picked: list[Picked] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    def holds(self, described: Manifest, split: Split) -> bool:
        """Whether a part has the pixels, labels and, where it keeps them, rows of the manifest."""
        decoded, stated = self.fingerprints.get(split), described.splits[split]
        if decoded is None:
            return False
        if self.knows_rows(described) and decoded.rows_sha256 != stated.rows_sha256:
            return False
        return replace(decoded, rows_sha256=stated.rows_sha256) == stated

    @property
    def keeps_rows(self) -> bool:
        return FORMATS[self.name].has_columns

    def knows_rows(self, described: Manifest) -> bool:
        """Whether row numbers are there; those of synthetic digits are their places."""
        return self.keeps_rows or described.kind == "synthetic"


def read_format(
    folder: Path, described: Manifest, name: str, wanted: Mapping[Split, NDArray[np.int64]]
) -> Reading:
    """Decode one format; ``wanted`` are places of rows to keep."""
    reading = Reading(name)
    for split in described.splits:
        decoded = FORMATS[name].read(described.target(folder), split)
        if not reading.keeps_rows:
            decoded = _numbered(decoded, described.first_row(split))
        watched = _watched(decoded, reading, described, split, wanted[split])
        try:
            reading.fingerprints[split] = fingerprint(watched, len(described.classes))
        except BrokenFileError as broken:
            reading.faults.append(Fault(broken.file, broken.problem))
    return reading


def _numbered(parts: Iterator[Decoded], first: int) -> Iterator[Decoded]:
    """Rows that are numbered on from ``first`` in place of 0."""
    for part in parts:
        yield replace(part, digits=replace(part.digits, rows=part.digits.rows + first))


def differences(folder: Path, described: Manifest, readings: list[Reading]) -> Iterator[Fault]:
    """The first row of each format and part that isn't what the manifest was made of.

    The manifest has one hash for all rows; which row is wrong shows beside a format that is whole.
    """
    richest_first = sorted(readings, key=lambda reading: not FORMATS[reading.name].has_columns)
    for split in described.splits:
        names = (reading.name for reading in richest_first if reading.holds(described, split))
        whole = next(names, None)
        for reading in readings:
            if split not in reading.fingerprints or reading.holds(described, split):
                continue
            if whole is None:
                yield Fault("manifest.json", f"no format holds the {split} rows that it describes")
                break
            target = described.target(folder)
            good = FORMATS[whole].read(target, split)
            bad = FORMATS[reading.name].read(target, split)
            both = FORMATS[reading.name].has_columns and FORMATS[whole].has_columns
            yield _first_difference(bad, good, whole, rows_too=both)


def _watched(
    decoded: Iterator[Decoded],
    reading: Reading,
    described: Manifest,
    split: Split,
    wanted: NDArray[np.int64],
) -> Iterator[Digits]:
    """Pass rows on; keep the wanted ones, and the first odd row of each file.

    Raises:
        BrokenFileError: there are more rows than the manifest says, or they lack columns.
    """
    start, last = 0, -1
    for part in decoded:
        digits, file = part.digits, part.file.as_posix()
        end = start + len(digits)
        if end > described.splits[split].images:
            raise BrokenFileError(part.file, "holds more images than manifest.json says")
        if reading.keeps_rows and type(digits) is not type(empty(described.kind)):
            raise BrokenFileError(part.file, f"has other columns than {described.kind} digits")
        if reading.knows_rows(described) and described.models:
            for place in wanted[(wanted >= start) & (wanted < end)]:
                digit = digits[place - start : place - start + 1]
                reading.picked.append(Picked(digit, int(place), file))
        odd = odd_rows(digits, described)
        if reading.keeps_rows:
            odd |= odd_numbers(digits.rows, described, split, start, last)
            last = int(digits.rows[-1]) if len(digits) else last
        for problem, rows in odd.items():
            if rows.any() and (file, problem) not in reading.told:
                reading.told.add((file, problem))
                reading.faults.append(Fault(file, problem, start + int(rows.argmax())))
        yield digits
        start = end


def _first_difference(
    bad: Iterator[Decoded], good: Iterator[Decoded], good_name: str, *, rows_too: bool
) -> Fault:
    file = ""
    for place, (actual, expected) in enumerate(zip_longest(_rows(bad), _rows(good))):
        if actual is None:
            return Fault(file, f"ends here, but {good_name} goes on", place)
        file = actual.file.as_posix()
        if expected is None:
            return Fault(file, f"is one too many: {good_name} ends here", place)
        if not np.array_equal(actual.digits.images, expected.digits.images):
            return Fault(file, f"has other pixels than in {good_name}", place)
        if actual.digits.labels != expected.digits.labels:
            labels_file = actual.labels_file.as_posix()
            return Fault(labels_file, f"has another label than in {good_name}", place)
        if rows_too and actual.digits.rows != expected.digits.rows:
            return Fault(file, f"has another row number than in {good_name}", place)
    return Fault(file, "has other row numbers than manifest.json says")


def _rows(decoded: Iterator[Decoded]) -> Iterator[Decoded]:
    for part in decoded:
        for place in range(len(part.digits)):
            yield Decoded(part.digits[place : place + 1], part.file, part.labels_file)
