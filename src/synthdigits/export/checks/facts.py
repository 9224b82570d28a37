"""Checks of what a manifest says twice, and of the weights against what it says of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from synthdigits.export.checks.checks import Fault
from synthdigits.export.documents import card, croissant, licences, preview
from synthdigits.export.documents.digest import sha256_of_json
from synthdigits.export.documents.manifest import FILE, Manifest, ModelFacts
from synthdigits.export.formats.formats import FORMATS
from synthdigits.learning.header import read_header
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import one_line

DOCUMENTS = {str(file) for file in (card.FILE, croissant.FILE, licences.FILE, preview.FILE)}


def fact_faults(folder: Path, described: Manifest) -> Iterator[Fault]:
    """Parameters, rows, networks and formats that contradict each other or the files."""
    manifest = str(FILE)
    for check in (_params, _rows):
        yield from (Fault(manifest, problem) for problem in check(described))
    for model in described.models:
        yield from _model(folder, described, model)
    yield from _belonging(described)


def _params(described: Manifest) -> Iterator[str]:
    if sha256_of_json(described.params) != described.params_sha256:
        yield "params_sha256: is not the hash of params"
    if described.params.get("seed") != described.seed:
        yield f"seed: {described.seed}, but params say {described.params.get('seed')!r}"
    mask = described.params.get("mask")
    fill = mask.get("fill") if isinstance(mask, dict) and described.kind != "synthetic" else None
    if described.hole_fill != fill:
        yield f"hole_fill: {described.hole_fill}, but params say {fill!r}"


def _rows(described: Manifest) -> Iterator[str]:
    tested = described.origin.test_rows
    for name, ranges in (
        ("origin.test_rows", tested),
        *((f"training_rows of {model.role}", model.training_rows) for model in described.models),
    ):
        if not ranges or any(first > last for first, last in ranges):
            yield f"{name}: are no rows, or a range ends before it begins"
            return
    for model in described.models:
        row = _first_shared(tested, model.training_rows)
        if row is not None:
            yield f"training_rows of {model.role} {model.name}: hold test row {row}"


def _first_shared(one: list[list[int]], other: list[list[int]]) -> int | None:
    """A row that is in ranges of both; nothing where there is none."""
    sides = enumerate((one, other))
    ends = sorted((first, last, side) for side, ranges in sides for first, last in ranges)
    reached = [-1, -1]
    for first, last, side in ends:
        if reached[1 - side] >= first:
            return first
        reached[side] = max(reached[side], last)
    return None


def _model(folder: Path, described: Manifest, model: ModelFacts) -> Iterator[Fault]:
    """Where the manifest says of a network what its weights don't."""
    listed = next((file for file in described.files if file.path == model.file), None)
    if listed is None or not model.file.startswith("weights/"):
        yield Fault(str(FILE), f"models: {model.file} of {model.role} is no listed file of weights")
        return
    if listed.sha256 != model.sha256:
        yield Fault(str(FILE), f"models: {model.file} has another hash than in files")
    if not (folder / model.file).exists():
        return  # that it is missing is told already
    try:
        header = dataclasses.asdict(read_header(folder / model.file)[0])
    except SynthdigitsError as error:
        yield Fault(model.file, f"can't be used: {str(error).removeprefix(f'{folder}/')}")
        return
    stated = {**model.model_dump(), "classes": len(described.classes)}
    for key in ("name", "classes", "training_rows", "precision"):
        if header[key] != stated[key]:
            shown = [one_line(one[key], 60) for one in (header, stated)]
            yield Fault(model.file, f"its {key} is {shown[0]}, in manifest.json {shown[1]}")


def _belonging(described: Manifest) -> Iterator[Fault]:
    """Listed files that no format, network or document of the manifest accounts for."""
    target = described.target(Path())
    known = DOCUMENTS | {model.file for model in described.models}
    patterns = "|".join(f"(?:{FORMATS[name].places(target)})" for name in described.formats)
    of_formats = re.compile(patterns)
    for file in described.files:
        if file.path not in known and not of_formats.fullmatch(file.path):
            yield Fault(file.path, f"is of none of the formats {', '.join(described.formats)}")
    for lost in sorted(DOCUMENTS - {file.path for file in described.files}):
        yield Fault(lost, "is not listed in manifest.json")
