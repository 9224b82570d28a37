"""The folder of a set: written file by file, and put in place as a whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthdigits.export.catalogue import Plan
from synthdigits.export.checks.checks import stored_faults
from synthdigits.export.checks.shape import shape_faults
from synthdigits.export.documents import card, croissant, licences, manifest, preview, refusal
from synthdigits.export.documents.manifest import FileFacts, Manifest
from synthdigits.export.formats.formats import FORMATS
from synthdigits.figures import write_image, write_text
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import partial_of, sha256_of
from synthdigits.plumbing.inputs import reason_of
from synthdigits.plumbing.room import room_for
from synthdigits.plumbing.wording import one_line


@contextmanager
def replacing_folder(folder: Path, size: int = 0) -> Iterator[Path]:
    """Yield an empty folder beside ``folder``; put it in its place if the block succeeds.

    Args:
        size: bytes that it is going to have, about.

    Raises:
        SynthdigitsError: what lies there is not a whole exported or refused set and nothing else;
            or there is no room for it.
    """
    check_replaceable(folder)
    partial, older = partial_of(folder), partial_of(folder.with_name(f"old-{folder.name}"))
    with room_for(folder, size):
        partial.mkdir(parents=True)
        try:
            yield partial
            check_replaceable(folder)  # again: the block may have taken an hour
            if folder.exists():
                folder.rename(older)
            partial.rename(folder)
        finally:
            for left in (partial, older):
                shutil.rmtree(left, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """Refuse to lose what is not this project's.

    Raises:
        SynthdigitsError: it is a file or a link, or in the folder lies something that no manifest
            or refusal accounts for, or that was changed since.
    """
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise SynthdigitsError(f"{one_line(folder)}: is there already and is no folder")
        if not folder.exists() or not any(folder.iterdir()):
            return
    except OSError as error:
        reason = reason_of(error)
        raise SynthdigitsError(f"{one_line(folder)}: can't be written: {reason}") from None
    try:
        strange = _strange(folder)
    except SynthdigitsError as error:
        raise SynthdigitsError(
            f"{one_line(folder)}: is there already and is no exported set: {one_line(error)}"
        ) from None
    if strange:
        raise SynthdigitsError(
            f"{one_line(folder)}: is no exported set alone, so it is not replaced: {strange}"
        )


def _strange(folder: Path) -> str | None:
    """The first thing in a folder that a whole set would not have; nothing where it is one."""
    names = sorted(path.name for path in folder.iterdir())
    if not {str(manifest.FILE), str(refusal.FILE)} & set(names):
        raise SynthdigitsError(f"{one_line(names[0], 100)} lies in it")
    if refusal.read_refusal(folder):
        others = [name for name in names if name != str(refusal.FILE)]
        return f"{one_line(others[0], 100)} lies beside {refusal.FILE}" if others else None
    described = manifest.read_manifest(folder)
    faults = shape_faults(described) or list(stored_faults(folder, described))
    return str(faults[0]) if faults else None


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
