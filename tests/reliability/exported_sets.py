"""Small exported sets in memory, as a forger would change them: whole, or with every hash right."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.export.catalogue import Plan
from synthdigits.export.checks.verify import verify
from synthdigits.export.documents import card, croissant
from synthdigits.export.documents.digest import Fingerprint, fingerprint
from synthdigits.export.documents.manifest import FileFacts, Manifest, Role, read_manifest
from synthdigits.export.folder import write_set
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.parts import SPLITS, InpaintedDigits, Parts, Split
from synthdigits.plumbing.errors import SynthdigitsError

FIXTURE = Path(__file__).parents[1] / "fixtures/made-by-b44d8c0/inpainted-unet"
Files = Mapping[str, bytes]
"""Contents by path."""
SET = "masked"
"""The folder of a case's set."""


@cache
def files_of(kind: str, *formats: str) -> Files:
    """An exported set of 40 and 20 digits: ``masked`` or ``inpainted``."""
    described = read_manifest(FIXTURE)
    parts = {split: _digits(described, split, kind) for split in SPLITS}
    changes = {"name": "masked", "kind": "masked", "models": []} if kind == "masked" else {}
    described = described.model_copy(update={**changes, "formats": list(formats), "files": []})
    described = described.model_copy(
        update={"splits": {**described.splits, **_fingerprints(parts, len(described.classes))}}
    )
    weights = FIXTURE / "weights/unet.safetensors"
    models: dict[Role, Path] = {} if kind == "masked" else {"inpainter": weights}
    planned = Plan(described.name, described.kind, parts, models, [], {}, {})
    with tempfile.TemporaryDirectory() as folder:
        write_set(Path(folder), planned, described)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }


def _digits(described: Manifest, split: Split, kind: str) -> Digits:
    parts = [
        decoded.digits for decoded in FORMATS["parquet"].read(described.target(FIXTURE), split)
    ]
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(InpaintedDigits)
    }
    if kind != "masked":
        return InpaintedDigits(**columns)
    columns["images"] = columns.pop("masked")
    return MaskedDigits(**columns)


def _fingerprints(parts: Parts, classes: int) -> dict[Split, Fingerprint]:
    return {split: fingerprint([digits], classes) for split, digits in parts.items()}


def sealed(files: Files) -> Files:
    """The same files with a manifest, a card and a croissant.json that have their hashes."""
    described = Manifest.model_validate_json(files["manifest.json"])
    documents = ("manifest.json", str(card.FILE), str(croissant.FILE))
    own = {path: content for path, content in files.items() if path not in documents}
    described = described.model_copy(update={"files": _facts(own)})
    own[str(card.FILE)] = card.render(described).encode()
    own[str(croissant.FILE)] = json.dumps(croissant.describe(described)).encode()
    described = described.model_copy(update={"files": _facts(own)})
    return {**own, "manifest.json": described.model_dump_json().encode()}


def _facts(files: Files) -> list[FileFacts]:
    return [
        FileFacts(path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        for path, content in sorted(files.items())
    ]


def write(folder: Path, files: Files) -> None:
    """Lay files down as the set of a case."""
    for path, content in files.items():
        place = folder / SET / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def enter(folder: Path) -> object:
    """`synthdigits verify` as far as its first line.

    Raises:
        SynthdigitsError: the set could not be looked at, or has a fault.
    """
    verdict = verify(folder / SET, made_again=0)
    if verdict.faults:
        raise SynthdigitsError(f"{verdict.name}: {verdict.faults[0]}")
    return verdict
