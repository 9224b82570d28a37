"""Checks of a set's rows: every format is decoded and compared with the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import holes_in
from synthdigits.export.checks.checks import Fault
from synthdigits.export.documents.digest import Fingerprint, fingerprint
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.parts import InpaintedDigits, Split
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
        picked: the rows that were asked for, where the format keeps all columns.
    """

    name: str
    fingerprints: dict[Split, Fingerprint] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    picked: list[Picked] = field(default_factory=list)

    def holds(self, described: Manifest, split: Split) -> bool:
        """Whether a part has the pixels, labels and, where it keeps them, rows of the manifest."""
        decoded, stated = self.fingerprints.get(split), described.splits[split]
        if decoded is None:
            return False
        if FORMATS[self.name].has_columns and decoded.rows_sha256 != stated.rows_sha256:
            return False
        return (decoded.pixels_sha256, decoded.labels_sha256, decoded.per_class) == (
            stated.pixels_sha256,
            stated.labels_sha256,
            stated.per_class,
        )


def read_format(
    folder: Path, described: Manifest, name: str, wanted: Mapping[Split, NDArray[np.int64]]
) -> Reading:
    """Decode one format; ``wanted`` are places of rows to keep."""
    reading = Reading(name)
    for split in described.splits:
        decoded = FORMATS[name].read(described.target(folder), split)
        watched = _watched(decoded, reading, described.hole_fill, wanted[split])
        try:
            reading.fingerprints[split] = fingerprint(watched, len(described.classes))
        except BrokenFileError as broken:
            reading.faults.append(Fault(broken.file, broken.problem))
    return reading


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
                return
            target = described.target(folder)
            good = FORMATS[whole].read(target, split)
            bad = FORMATS[reading.name].read(target, split)
            both = FORMATS[reading.name].has_columns and FORMATS[whole].has_columns
            yield _first_difference(bad, good, whole, rows_too=both)


def _watched(
    decoded: Iterator[Decoded], reading: Reading, hole_fill: int | None, wanted: NDArray[np.int64]
) -> Iterator[Digits]:
    """Pass rows on; keep the wanted ones, and the first hole of each file that isn't empty."""
    start = 0
    for part in decoded:
        if FORMATS[reading.name].has_columns:
            for place in wanted[(wanted >= start) & (wanted < start + len(part.digits))]:
                digit = part.digits[place - start : place - start + 1]
                reading.picked.append(Picked(digit, int(place), part.file.as_posix()))
            unlike = _unlike_fill(part.digits, hole_fill)
            if len(unlike):
                row = start + int(unlike[0])
                problem = "there is something in its hole, or its hole is elsewhere"
                reading.faults.append(Fault(part.file.as_posix(), problem, row))
        yield part.digits
        start += len(part.digits)


def _unlike_fill(digits: Digits, hole_fill: int | None) -> NDArray[np.int64]:
    """Places of rows whose hole, before any repair, isn't filled with the one value."""
    if not isinstance(digits, MaskedDigits):
        return np.empty(0, np.int64)
    masked = digits.masked if isinstance(digits, InpaintedDigits) else digits.images
    hole = holes_in(digits)
    return np.flatnonzero((hole & (masked != hole_fill)).any(axis=(1, 2)))


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
