"""The folder of a set: written file by file, and put in place as a whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthdigits.export.catalogue import Plan
from synthdigits.export.documents import card, croissant, licences, manifest, preview, refusal
from synthdigits.export.documents.manifest import FileFacts, Manifest
from synthdigits.export.formats.formats import FORMATS
from synthdigits.figures import write_image, write_text
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import sha256_of


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``folder``; put it in its place if the block succeeds.

    Raises:
        SynthdigitsError: what lies there is neither an exported nor a refused set.
    """
    own = any((folder / file).exists() for file in (manifest.FILE, refusal.FILE))
    if folder.exists() and not own and any(folder.iterdir()):
        raise SynthdigitsError(f"{folder}: is there already and is no exported set")
    partial = folder.with_name(f".partial-{os.getpid()}-{folder.name}")
    partial.mkdir(parents=True)
    try:
        yield partial
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_set(folder: Path, planned: Plan, described: Manifest) -> Manifest:
    """Write digits, weights and documents; the manifest with the hash of every file."""
    target = described.target(folder)
    for name in described.formats:
        FORMATS[name].write(target, planned.parts)
    (folder / "weights").mkdir()
    for weights in planned.models.values():
        shutil.copyfile(weights, folder / "weights" / weights.name)
    write_image(folder / preview.FILE, preview.draw(planned.parts["train"]))
    terms = licences.notice(described.name, described.kind, described.licence)
    write_text(folder / licences.FILE, terms)
    data = described.model_copy(update={"files": _files(folder)})
    write_text(folder / card.FILE, card.render(data))
    document = croissant.describe(data)
    write_text(folder / croissant.FILE, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    whole = described.model_copy(update={"files": _files(folder)})
    manifest.write_manifest(folder, whole)
    return whole


def _files(folder: Path) -> list[FileFacts]:
    """Every file that lies in the folder, in the order of their names."""
    return [
        FileFacts(
            path=path.relative_to(folder).as_posix(),
            bytes=path.stat().st_size,
            sha256=sha256_of(path),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
