"""Checks of a set that read none of its rows: files, documents, columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from synthdigits.export.documents import card, croissant, licences, manifest
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.formats.columns import empty
from synthdigits.export.formats.parquet_shards import schema_of
from synthdigits.export.formats.target import BROKEN
from synthdigits.plumbing.files import sha256_of

CHANGED = "has other bytes than manifest.json says"


@dataclass(frozen=True)
class Fault:
    """A fault in a file, and the row that has it where one can be named."""

    file: str
    problem: str
    row: int | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}: row {self.row}"
        return f"{place}: {self.problem}"


def stored_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Files that are missing, changed or not listed."""
    listed = {file.path: file for file in described.files}
    for path, file in listed.items():
        place = folder / path
        if not place.is_file():
            yield Fault(path, "is missing")
        elif sha256_of(place) != file.sha256:
            yield Fault(path, CHANGED)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path in sorted(there - set(listed) - {str(manifest.FILE)}):
        yield Fault(path, "is not listed in manifest.json")


def document_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Card, croissant.json and licence, where they don't say what the manifest says."""
    counts = {
        split: dict(zip(described.classes, facts.per_class.values(), strict=True))
        for split, facts in described.splits.items()
    }
    examples = {split: facts.images for split, facts in described.splits.items()}
    checks: dict[Path, Callable[[str], bool]] = {
        licences.FILE: lambda text: described.licence.url in text,
        card.FILE: lambda text: (
            card.stated_counts(text) == counts and card.stated_examples(text) in ({}, examples)
        ),
        croissant.FILE: lambda text: not croissant.complaints(json.loads(text), described),
    }
    for file, agrees in checks.items():
        try:
            if not agrees((folder / file).read_text(encoding="utf-8")):
                yield Fault(str(file), "does not say what manifest.json says")
        except BROKEN as error:
            yield Fault(str(file), f"can't be read: {error}")


def schema_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Parquet shards with other columns or features than sets of this kind."""
    expected = schema_of(empty(described.kind), described.classes)
    for file in described.files:
        path = folder / file.path
        if path.suffix == ".parquet" and path.is_file():
            try:
                agrees = pq.read_schema(path).equals(expected, check_metadata=True)
            except BROKEN as error:
                yield Fault(file.path, f"can't be read: {error}")
                continue
            if not agrees:
                yield Fault(file.path, "has other columns or features than sets of this kind")
