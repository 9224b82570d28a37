"""Whether an exported set holds what its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.export.checks.checks import (
    CHANGED,
    Fault,
    document_faults,
    schema_faults,
    stored_faults,
)
from synthdigits.export.checks.facts import fact_faults
from synthdigits.export.checks.reading import Picked, differences, read_format
from synthdigits.export.checks.shape import shape_faults
from synthdigits.export.documents import refusal
from synthdigits.export.documents.manifest import Manifest, read_manifest
from synthdigits.export.formats.parts import Split
from synthdigits.export.formats.target import BROKEN
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief


@dataclass(frozen=True)
class Verdict:
    """The result of a verification.

    Attributes:
        files: how many were hashed.
        images: how many were decoded, over all formats.
        made_again: rows that were made again from the weights.
        faults: in the order of files; none if all is well.
    """

    name: str
    files: int
    images: int
    made_again: int
    faults: list[Fault]


def verify(folder: Path, made_again: int = 8) -> Verdict:
    """Check files, documents, columns and rows, and make ``made_again`` random rows again.

    A fault in one check hides none of another, unless the manifest alone contradicts itself: then
    nothing can be held against it. That a set was refused is its one fault.

    Raises:
        SynthdigitsError: ``folder`` has no manifest that can be read.
    """
    if reasons := refusal.read_refusal(folder):
        problem = f"the set was not exported: {'; '.join(reasons)}"
        return Verdict(folder.resolve().name, 1, 0, 0, [Fault(str(refusal.FILE), problem)])
    described = read_manifest(folder)
    if faults := shape_faults(described):
        return Verdict(described.name, 0, 0, 0, faults)
    faults = [
        *stored_faults(folder, described),
        *fact_faults(folder, described),
        *document_faults(folder, described),
        *schema_faults(folder, described),
    ]
    wanted = _random_places(described, made_again)
    readings = [read_format(folder, described, name, wanted) for name in described.formats]
    faults += [fault for reading in readings for fault in reading.faults]
    faults += differences(folder, described, readings)
    picked = max((reading.picked for reading in readings), key=_columns)
    faults += _made_again_faults(folder, described, picked)
    images = sum(facts.images for reading in readings for facts in reading.fingerprints.values())
    return Verdict(described.name, len(described.files), images, len(picked), _in_order(faults))


def _columns(picked: list[Picked]) -> int:
    """How many columns picked rows have."""
    return len(vars(picked[0].digit)) if picked else 0


def _random_places(described: Manifest, count: int) -> dict[Split, NDArray[np.int64]]:
    generator = np.random.default_rng()
    total = sum(facts.images for facts in described.splits.values())
    chosen = generator.choice(total, min(count, total), replace=False)
    places, start = {}, 0
    for split, facts in described.splits.items():
        inside = (chosen >= start) & (chosen < start + facts.images)
        places[split] = np.sort(chosen[inside]) - start
        start += facts.images
    return places


def _made_again_faults(folder: Path, described: Manifest, picked: list[Picked]) -> list[Fault]:
    if not picked:
        return []
    from synthdigits.export.checks.regenerate import difference  # PyTorch takes seconds to import

    try:
        return [fault for row in picked if (fault := difference(folder, described, row))]
    except (SynthdigitsError, *BROKEN) as error:
        weights = described.models[0].file
        return [Fault(weights, f"can't be used: {brief(error, 200)}")]


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By file, rows first. Changed bytes are a fault only where no other fault explains them."""
    explained = {fault.file for fault in faults if fault.problem != CHANGED}
    kept = [
        fault
        for fault in dict.fromkeys(faults)
        if fault.problem != CHANGED or fault.file not in explained
    ]
    return sorted(kept, key=lambda fault: (fault.file, fault.row is None, fault.row or 0))
