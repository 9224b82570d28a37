"""metrics/timings.csv: when each stage could start, when it did, and how long it took."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from synthdigits.plumbing.files import replacing

LONGEST = 5
"""Stages that are named where the time of a run is told."""


@dataclass(frozen=True)
class Timing:
    """One stage of a run; times are seconds from the run's beginning.

    Attributes:
        after: the stage that it waited for last; empty where it waited for none.
        ready: when that one had ended.
        started: what lies between is the wait for a free core.
        seconds: how long it ran, DVC's own work included.
    """

    stage: str
    after: str
    ready: float
    started: float
    seconds: float

    @property
    def ended(self) -> float:
        return self.started + self.seconds


def read_timings(path: Path) -> dict[str, Timing]:
    """Timings by stage; none where there is no file."""
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["stage"]: Timing(
            row["stage"],
            row["after"],
            *(float(row[name]) for name in ("ready", "started", "seconds")),
        )
        for row in rows
    }


def write_timings(path: Path, timings: Mapping[str, Timing]) -> None:
    with replacing(path) as partial, partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Timing))
        for timing in sorted(timings.values(), key=lambda timing: timing.started):
            stage, after, *seconds = astuple(timing)
            writer.writerow([stage, after, *(round(value, 1) for value in seconds)])


def longest(timings: Mapping[str, Timing]) -> Sequence[Timing]:
    """The stages that took longest, the longest first."""
    return sorted(timings.values(), key=lambda timing: -timing.seconds)[:LONGEST]
