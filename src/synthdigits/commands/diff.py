"""`synthdigits diff`: changes of the synthetic sets from one Git revision to another."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
import yaml
from PIL import Image

from synthdigits.commands.answer import AsJson, say
from synthdigits.commands.programs import commit_of, git
from synthdigits.config import paths
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.drawing import sheets
from synthdigits.figures import write_image
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import check_place
from synthdigits.plumbing.inputs import reason_of

COMPARED = 2_000
"""Images, from the first on, whose pixels are compared."""
COLUMNS, BANDS = 16, 4
BY_RULER = ("frechet_distance", "recall", "coverage", "recognisable")
MEASURES = (*BY_RULER, "duplicates")


BROKEN = (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError)
"""What is raised where a file of an older revision is not what it is today."""


@dataclass(frozen=True)
class Revision:
    """A revision as it was named, and the commit that this is."""

    name: str
    commit: str


@dataclass(frozen=True)
class Change:
    """One set in the older and in the newer revision.

    Attributes:
        images: how many the training part has, older and newer.
        per_class: likewise, by class.
        changed: share of the first images that differ in some pixel.
        mean_difference: of those images' pixels, in grey levels.
        measures: figures of metrics/ that both revisions have, older and newer; none of the
            ruler's where these were measured by different rulers.
        other_ruler: whether they were.
        sheet: the first images, older over newer.
    """

    name: str
    images: tuple[int, int]
    per_class: dict[str, tuple[int, int]]
    changed: float
    mean_difference: float
    measures: dict[str, tuple[float, float]]
    other_ruler: bool
    sheet: Image.Image


def diff(
    older: Annotated[str, typer.Argument(help="A Git revision: main, v1.0, HEAD~3 …")],
    newer: Annotated[str, typer.Argument(help="Another.")] = "HEAD",
    out: Annotated[Path, typer.Option(help="Folder for a sheet of each set.")] = Path("diff"),
    as_json: AsJson = False,
) -> None:
    """What changed between the synthetic sets of two revisions: counts, pixels, metrics.

    Sheets show the first images, older over newer.

    synthdigits diff main my-branch
    """
    check_place(out / "sheet.png")
    same, changes = compare(older, newer)
    for change in changes:
        write_image(out / f"{change.name}.png", change.sheet)
    facts = [
        {key: value for key, value in vars(change).items() if key != "sheet"} for change in changes
    ]
    lines = [f"{name}: the same" for name in same]
    lines += [line for change in changes for line in _lines(change, out)]
    say({"same": same, "changed": facts}, "\n".join(lines), as_json)


def _lines(change: Change, out: Path) -> list[str]:
    older, newer = change.images
    lines = [
        f"{change.name}: {older} → {newer} images; {change.changed:.1%} of the first differ, by "
        f"{change.mean_difference:.1f} grey levels; {out / change.name}.png"
    ]
    if change.other_ruler:
        lines.append("  fidelity: measured by different rulers, so its figures don't compare")
    lines += [f"  {key}: {old} → {new}" for key, (old, new) in change.measures.items()]
    lines += [
        f"  class {label}: {old} → {new}"
        for label, (old, new) in change.per_class.items()
        if old != new
    ]
    return lines


def compare(older: str, newer: str) -> tuple[list[str], list[Change]]:
    """Names of the sets that stayed the same, and the changes of the others that both have.

    Equal hashes in dvc.lock are equal sets; only what differs is fetched, from DVC's cache or
    the default remote.

    Raises:
        SynthdigitsError: a revision is unknown, has no dvc.lock, or its sets can't be had.
    """
    revisions = [Revision(name, commit_of(name)) for name in (older, newer)]
    hashes = [_hashes(revision) for revision in revisions]
    both = [name for name in hashes[0] if name in hashes[1]]
    same = [name for name in both if hashes[0][name] == hashes[1][name]]
    figures = [_figures(revision) for revision in revisions]
    changes = []
    for name in both:
        if name not in same:
            parts = [_training_part(revision, name) for revision in revisions]
            changes.append(_change(name, parts, [table.get(name, {}) for table in figures]))
    return same, changes


def _change(name: str, parts: list[SyntheticDigits], figures: list[dict[str, Any]]) -> Change:
    older, newer = parts
    count = min(len(older), len(newer), COMPARED)
    apart = np.abs(older.images[:count].astype(int) - newer.images[:count].astype(int))
    old_counts, new_counts = older.counts, newer.counts
    shown = COLUMNS * BANDS
    other_ruler = figures[0].get("ruler") != figures[1].get("ruler")
    return Change(
        name,
        (len(older), len(newer)),
        {
            label: (old_counts.get(label, 0), new_counts.get(label, 0))
            for label in {**old_counts, **new_counts}
        },
        float(apart.any(axis=(1, 2)).mean()),
        float(apart.mean()),
        {
            key: (figures[0][key], figures[1][key])
            for key in MEASURES
            if key in figures[0] and key in figures[1] and not (other_ruler and key in BY_RULER)
        },
        other_ruler,
        sheets.bands([part.images[:shown] for part in parts], COLUMNS, BANDS),
    )


def _hashes(revision: Revision) -> dict[str, str]:
    """DVC's hash of each synthetic set, by the GAN's name."""
    try:
        stages = yaml.safe_load(_show(revision, "dvc.lock"))["stages"]
        return {
            Path(out["path"]).name: str(out["md5"])
            for stage, content in stages.items()
            for out in content.get("outs", [])
            if stage.startswith("generate@") and out["path"].startswith("data/synthetic/")
        }
    except BROKEN as error:
        raise SynthdigitsError(f"{revision.name}: dvc.lock is none of DVC's: {error}") from None


def _figures(revision: Revision) -> dict[str, Any]:
    try:
        return dict(json.loads(_show(revision, "metrics/fidelity.json")))
    except BROKEN as error:
        raise SynthdigitsError(f"{revision.name}: metrics/fidelity.json: {error}") from None


def _show(revision: Revision, path: str) -> str:
    try:
        return git("show", f"{revision.commit}:{path}")
    except SynthdigitsError as error:
        raise SynthdigitsError(f"{revision.name}: {error}") from None


def _training_part(revision: Revision, name: str) -> SyntheticDigits:
    from dvc.api import DVCFileSystem  # takes a second to import

    path = paths.synthetic(name, "train")
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / path.name
        try:
            DVCFileSystem(rev=revision.commit).get_file(path.as_posix(), str(local))
        except Exception as error:  # noqa: BLE001 - every kind of remote fails in its own way
            reason = f"{revision.name}: {path} can't be fetched: {reason_of(error)}"
            raise SynthdigitsError(reason) from None
        return SyntheticDigits.load(local)
