"""Exports of sets: planned, checked by the gate, described, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.config.sections import Licence
from synthdigits.digits.digits import SIDE
from synthdigits.export.catalogue import Plan, plan
from synthdigits.export.checks.gate import RealDigits, given_away, refusals, uncommitted
from synthdigits.export.documents import licences, provenance, refusal
from synthdigits.export.documents.digest import fingerprint, sha256_of_json
from synthdigits.export.documents.manifest import Manifest, ModelFacts
from synthdigits.export.folder import check_replaceable, replacing_folder, write_set
from synthdigits.export.formats import class_names
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.target import LARGEST_ARRAY
from synthdigits.figures import read_json
from synthdigits.plumbing.errors import SynthdigitsError


@dataclass(frozen=True)
class Refused:
    """Why a set was not exported."""

    reasons: list[str]


class Exporter:
    """Exports the sets of the project in the working directory.

    Args:
        formats: names of :data:`~synthdigits.export.formats.formats.FORMATS`.
        allow_dirty: record uncommitted changes instead of refusing them.

    Raises:
        SynthdigitsError: a format is unknown, or the project's digits are not there yet.
    """

    def __init__(self, params: Params, formats: Sequence[str], *, allow_dirty: bool) -> None:
        unknown = set(formats) - set(FORMATS)
        if unknown:
            raise SynthdigitsError(f"no format {min(unknown)!r}; allowed: {', '.join(FORMATS)}")
        self.params, self.formats = params, list(dict.fromkeys(formats))
        self.classes = _class_names(paths.METRICS / "data.json")
        self.licence: Licence | None = params.export.licence or licences.KNOWN.get(
            params.data.source
        )
        self.code = provenance.code()
        self.machine = provenance.machine()
        self.origin = provenance.origin(params.data.source, paths.RAW_TRAIN, paths.RAW_TEST)
        self._lock = provenance.read_lock()
        self._real = RealDigits.load(paths.RAW_TRAIN, paths.RAW_TEST)
        self._unnamed = [] if allow_dirty else uncommitted(self.code)

    def export(self, set_name: str, folder: Path) -> Manifest | Refused:
        """Write one set into ``folder``, which is replaced as a whole.

        The folder of a set that the gate refuses holds refused.json alone. Where no revision
        names the code, nothing is written.

        Raises:
            SynthdigitsError: there is no such set, or something else lies in ``folder``.
        """
        if self._unnamed:
            return Refused(self._unnamed)
        check_replaceable(folder)
        planned = plan(set_name, self.params)
        self._check_parts(planned)
        models = [provenance.model(role, path) for role, path in planned.models.items()]
        reasons = refusals(
            planned.kind, planned.parts, self.classes, models, self.licence, self._real
        )
        limit = self.params.export.membership_limit
        reasons += given_away(planned.figures.get("membership"), limit)
        images = sum(map(len, planned.parts.values()))
        size = images * sum(FORMATS[name].bytes_per_image for name in self.formats)
        with replacing_folder(folder, size) as partial:
            if reasons or self.licence is None:
                refusal.write_refusal(partial, reasons)
                return Refused(reasons)
            described = self._describe(planned, models, self.licence)
            return write_set(partial, planned, described)

    def _check_parts(self, planned: Plan) -> None:
        for split, digits in planned.parts.items():
            if digits.classes > len(self.classes):
                raise SynthdigitsError(
                    f"{planned.name}: the {split} part has a label {digits.classes - 1}, but "
                    f"metrics/data.json names {len(self.classes)} classes"
                )
            for name in self.formats:
                if FORMATS[name].in_one_piece and digits.images.nbytes > LARGEST_ARRAY:
                    raise SynthdigitsError(
                        f"{planned.name}: {len(digits)} {split} images are too many for {name}, "
                        f"which is read in one piece: at most {LARGEST_ARRAY // SIDE**2}"
                    )

    def _describe(self, planned: Plan, models: list[ModelFacts], licence: Licence) -> Manifest:
        """The manifest before there are any files."""
        return Manifest(
            name=planned.name,
            kind=planned.kind,
            classes=self.classes,
            formats=self.formats,
            splits={
                split: fingerprint([digits], len(self.classes))
                for split, digits in planned.parts.items()
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


def _class_names(figures: Path) -> list[str]:
    """What labels stand for.

    Raises:
        SynthdigitsError: they are no names for labels.
    """
    try:
        stored = read_json(figures)["classes"]
    except (ValueError, KeyError, TypeError):
        raise SynthdigitsError(f"{figures}: names no classes; `dvc repro` makes it") from None
    if not isinstance(stored, list) or not all(isinstance(name, str) for name in stored):
        raise SynthdigitsError(f"{figures}: classes must be a list of names")
    if problem := class_names.complaint(stored):
        raise SynthdigitsError(f"{figures}: classes: {problem}")
    return stored


def export_figures(outcome: Manifest | Refused) -> dict[str, Any]:
    """What metrics/ keeps of an export: the images of each part, or why there are none."""
    if isinstance(outcome, Refused):
        return {"exported": False, "refused": outcome.reasons}
    images = {split: facts.images for split, facts in outcome.splits.items()}
    return {"exported": True, "images": images}
