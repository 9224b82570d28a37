"""`synthdigits describe`: the facts of a set or of weights, without importing PyTorch."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Annotated, Any

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.export.documents.manifest import read_manifest
from synthdigits.export.documents.refusal import read_refusal
from synthdigits.learning.header import read_header
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import sha256_of
from synthdigits.plumbing.wording import one_line

LONGEST = 2_000
"""Characters of a fact."""


def describe(
    path: Annotated[Path, typer.Argument(help="An exported set's folder, or weights.")],
    as_json: AsJson = False,
) -> None:
    """Describe an exported set or a model's weights.

    synthdigits describe data/export/masked
    """
    facts = facts_of(path)
    lines = [f"{one_line(key)}: {one_line(value, LONGEST)}" for key, value in facts.items()]
    say(facts, "\n".join(lines), as_json)


def facts_of(path: Path) -> dict[str, Any]:
    """The facts of an exported set (a folder) or of weights (a file).

    Raises:
        SynthdigitsError: it is neither.
    """
    try:
        return _weights(path) if path.is_file() else _export(path)
    except (OSError, ValueError) as error:  # a name that is too long, a folder that is closed
        raise SynthdigitsError(f"{one_line(path)}: can't be read: {one_line(error)}") from None


def _export(folder: Path) -> dict[str, Any]:
    if reasons := read_refusal(folder):
        return {"set": folder.resolve().name, "refused": reasons}
    described = read_manifest(folder)
    return {
        "set": described.name,
        "kind": described.kind,
        "images": {split: facts.images for split, facts in described.splits.items()},
        "per_class": {split: facts.per_class for split, facts in described.splits.items()},
        "formats": described.formats,
        "bytes": sum(file.bytes for file in described.files),
        "seed": described.seed,
        "made_by": {model.role: model.name for model in described.models},
        "training_rows": {model.role: model.training_rows for model in described.models},
        "source": described.origin.source,
        "licence": described.licence.spdx,
        "revision": described.code.revision,
        "uncommitted": described.code.changed,
        "accuracy": {
            arm: score["accuracy"] for arm, score in described.figures["accuracy"].items()
        },
    }


def _weights(path: Path) -> dict[str, Any]:
    header, shapes = read_header(path)
    return {
        **dataclasses.asdict(header),
        "numbers": sum(math.prod(shape) for shape in shapes.values()),
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
    }
