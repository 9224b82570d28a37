"""Checks of a manifest alone, before any file that it names is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from synthdigits.export.checks.checks import Fault
from synthdigits.export.documents.manifest import FILE, Manifest, Role
from synthdigits.export.formats import class_names
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.parts import SPLITS

NAME = re.compile(r"[\w-]{1,100}")
NEEDED: Mapping[Kind, Role | None] = {
    "synthetic": "generator",
    "inpainted": "inpainter",
    "masked": None,
}
"""The network without which there is no set of that kind; it has the rest of the set's name."""


def shape_faults(described: Manifest) -> list[Fault]:
    """What makes a manifest none that the other checks could go by."""
    return [
        Fault(str(FILE), problem)
        for check in (_name, _classes, _splits, _formats, _models, _paths)
        for problem in check(described)
    ]


def is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it starts from, on any system."""
    parts = PurePosixPath(path).parts
    odd = "\\" in path or "\0" in path or ":" in parts[0] if parts else True
    return not (odd or path.startswith("/") or ".." in parts or str(PurePosixPath(path)) != path)


def _name(described: Manifest) -> Iterator[str]:
    kind, _, rest = described.name.partition("-")
    if not NAME.fullmatch(described.name) or kind != described.kind:
        yield f"name: {described.name!r} is no name of a set of kind {described.kind}"
    needed = NEEDED[described.kind]
    model = described.model(needed) if needed else None
    if rest != (model.name if model else "") and (model or not needed):
        yield f"name: {described.name!r} is not that of a set made by {model and model.name}"


def _classes(described: Manifest) -> Iterator[str]:
    if problem := class_names.complaint(described.classes):
        yield f"classes: {problem}"


def _splits(described: Manifest) -> Iterator[str]:
    if sorted(described.splits) != sorted(SPLITS):
        yield f"splits: {', '.join(described.splits) or 'none'}; needed: {', '.join(SPLITS)}"
    labels = [str(label) for label in range(len(described.classes))]
    largest = sum(file.bytes for file in described.files)
    for split, facts in described.splits.items():
        if list(facts.per_class) != labels or min(facts.per_class.values(), default=0) < 0:
            yield f"{split}: per_class has no count for each of the {len(labels)} classes"
        elif facts.images != (total := sum(facts.per_class.values())):
            yield f"{split}: {facts.images} images, but its classes have {total}"
        elif facts.images > largest:
            yield f"{split}: {facts.images} images in {largest} bytes"


def _formats(described: Manifest) -> Iterator[str]:
    if not described.formats:
        yield "formats: there is none"
    if len(set(described.formats)) < len(described.formats):
        yield "formats: one stands there twice"
    for name in described.formats:
        if name not in FORMATS:
            yield f"formats: {name!r}; allowed: {', '.join(FORMATS)}"


def _models(described: Manifest) -> Iterator[str]:
    roles = [model.role for model in described.models]
    needed = NEEDED[described.kind]
    allowed = {needed, "labeller"} if needed == "generator" else {needed}
    if len(set(roles)) < len(roles) or set(roles) - allowed or (needed and needed not in roles):
        yield f"models: {', '.join(roles) or 'none'}; a set of kind {described.kind} has " + (
            f"one {needed}" if needed else "none"
        )


def _paths(described: Manifest) -> Iterator[str]:
    paths = [file.path for file in described.files]
    if len(set(paths)) < len(paths):
        yield "files: a path stands there twice"
    for path in [*paths, *(model.file for model in described.models)]:
        if not is_inside(path):
            yield f"files: {path!r} is no path inside the set"
