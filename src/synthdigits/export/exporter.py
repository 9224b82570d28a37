"""A set and everything beside it, written as one folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.config.sections import Licence
from synthdigits.digits.digits import Digits
from synthdigits.export.catalogue import Plan, figures, plan
from synthdigits.export.checks.gate import RealDigits, refusals, uncommitted
from synthdigits.export.documents import card, croissant, licences, manifest, preview, provenance
from synthdigits.export.documents.digest import fingerprint, sha256_of, sha256_of_json
from synthdigits.export.documents.manifest import (
    Code,
    FileFacts,
    Machine,
    Manifest,
    ModelFacts,
    Origin,
)
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.sources import parts
from synthdigits.figures import write_image, write_text
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class Refused:
    """Why a set was not exported."""

    reasons: list[str]


class Exporter:
    """Exports the sets of the project in the working directory.

    Args:
        formats: names of :data:`~synthdigits.export.formats.FORMATS`.
        allow_dirty: record uncommitted changes instead of refusing them.

    Raises:
        SynthdigitsError: a format is unknown, or the project's digits are not there yet.
    """

    def __init__(self, params: Params, formats: Sequence[str], *, allow_dirty: bool) -> None:
        unknown = set(formats) - set(FORMATS)
        if unknown:
            raise SynthdigitsError(f"no format {min(unknown)!r}; allowed: {', '.join(FORMATS)}")
        self.params, self.formats = params, list(formats)
        self.classes: list[str] = figures("data.json")["classes"]
        self.licence: Licence | None = params.export.licence or licences.KNOWN.get(
            params.data.source
        )
        self.code: Code = provenance.code()
        self.machine: Machine = provenance.machine()
        self.origin: Origin = provenance.origin(params.data.source, paths.RAW_TRAIN, paths.RAW_TEST)
        self._lock = provenance.read_lock()
        self._real = RealDigits.gather(Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST))
        self._unfit = [] if allow_dirty else uncommitted(self.code)

    def export_all(self, set_names: Iterable[str], out: Path) -> dict[str, list[str]]:
        """Write each set into a folder of ``out``; the reasons against those that are refused."""
        outcomes = {name: self.export(name, out / name) for name in set_names}
        return {
            name: outcome.reasons
            for name, outcome in outcomes.items()
            if isinstance(outcome, Refused)
        }

    def export(self, set_name: str, folder: Path) -> Manifest | Refused:
        """Write one set into ``folder``, which is replaced as a whole, unless it is refused."""
        planned = plan(set_name, self.params)
        models = [provenance.model(role, path) for role, path in planned.models.items()]
        reasons = self._unfit + refusals(
            planned.kind, planned.sources, self.classes, models, self.licence, self._real
        )
        if reasons or self.licence is None:
            return Refused(reasons)
        with _replacing_folder(folder) as partial:
            return _write(partial, planned, self._describe(planned, models, self.licence))

    def _describe(self, planned: Plan, models: list[ModelFacts], licence: Licence) -> Manifest:
        """The manifest before there are any files."""
        return Manifest(
            name=planned.name,
            kind=planned.kind,
            classes=self.classes,
            formats=self.formats,
            splits={
                split: fingerprint(parts(source), len(self.classes))
                for split, source in planned.sources.items()
            },
            seed=self.params.seed,
            hole_fill=None if planned.kind == "synthetic" else self.params.mask.fill,
            models=models,
            origin=self.origin,
            licence=licence,
            code=self.code,
            machine=self.machine,
            params=planned.params,
            params_sha256=sha256_of_json(planned.params),
            stages=provenance.lock_of(planned.stages, self._lock),
            figures=planned.figures,
            files=[],
        )


def _write(folder: Path, planned: Plan, described: Manifest) -> Manifest:
    target = described.target(folder)
    for name in described.formats:
        FORMATS[name].write(target, planned.sources)
    (folder / "weights").mkdir()
    for weights in planned.models.values():
        shutil.copyfile(weights, folder / "weights" / weights.name)
    write_image(folder / preview.FILE, preview.draw(planned.sources["train"]))
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


@contextmanager
def _replacing_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``folder``; put it in its place if the block succeeds.

    Raises:
        SynthdigitsError: what lies there is no exported set.
    """
    if folder.exists() and not (folder / manifest.FILE).exists() and any(folder.iterdir()):
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
