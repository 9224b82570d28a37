"""Checks of a set that read none of its rows: files, documents, columns."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from synthdigits.export.documents import card, croissant, licences, manifest
from synthdigits.export.documents.manifest import FileFacts, Manifest
from synthdigits.export.formats.columns import empty
from synthdigits.export.formats.parquet_shards import schema_of
from synthdigits.export.formats.target import BROKEN
from synthdigits.plumbing.files import sha256_of
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.wording import brief, one_line

CHANGED = "has other bytes than manifest.json says"


@dataclass(frozen=True)
class Fault:
    """A fault in a file, and the row that has it where one can be named."""

    file: str
    problem: str
    row: int | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}: row {self.row}"
        return f"{one_line(place, 200)}: {one_line(self.problem, 320)}"


def stored_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Files that are missing, changed or not listed.

    The manifest's paths have to lie in the folder: see :mod:`synthdigits.export.checks.shape`.
    """
    listed = {file.path: file for file in described.files}
    for path, file in listed.items():
        if problem := _stored_problem(folder / path, file):
            yield Fault(path, problem)
    for path in sorted(_there(folder) - set(listed) - {str(manifest.FILE)}):
        yield Fault(path, "is not listed in manifest.json")


def _stored_problem(place: Path, file: FileFacts) -> str | None:
    try:
        same = plain(place).stat().st_size == file.bytes and sha256_of(place) == file.sha256
        return None if same else CHANGED
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except OSError as error:
        return f"can't be read: {brief(error, 200)}"


def _there(folder: Path) -> set[str]:
    """Everything that lies in a folder, but for folders; links to them are not followed."""
    found = set()
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        found |= {Path(place, name).relative_to(folder).as_posix() for name in files + links}
    return found


def document_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Card, croissant.json and licence, where they don't say what the manifest says."""

    def complaints_of_licence(text: str) -> list[str]:
        agrees = licences.agrees(text, described.name, described.licence)
        return [] if agrees else ["it is the notice of another name or licence"]

    checks: dict[Path, tuple[int, Callable[[str], list[str]]]] = {
        licences.FILE: (licences.largest(described.licence), complaints_of_licence),
        card.FILE: (card.largest(described), lambda text: card.complaints(text, described)),
        croissant.FILE: (
            croissant.largest(described),
            lambda text: croissant.complaints(json.loads(text), described),
        ),
    }
    for file, (most, complaints) in checks.items():
        try:
            reasons = complaints(plain(folder / file, most).read_text(encoding="utf-8"))
        except BROKEN as error:
            yield Fault(str(file), f"can't be read: {brief(error, 200)}")
            continue
        if reasons:
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            problem = f"does not say what manifest.json says: {one_line(reasons[0], 120)}{more}"
            yield Fault(str(file), problem)


def schema_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Parquet shards with other columns or features than sets of this kind."""
    expected = schema_of(empty(described.kind), described.classes)
    for file in described.files:
        if file.path.endswith(".parquet"):
            try:
                schema = pq.read_schema(plain(folder / file.path))
            except FileNotFoundError:
                continue
            except BROKEN as error:
                yield Fault(file.path, f"can't be read: {brief(error, 200)}")
                continue
            if not schema.equals(expected, check_metadata=True):
                yield Fault(file.path, "has other columns or features than sets of this kind")
