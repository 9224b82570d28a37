"""One training's name, what shapes it, its seed and its lengths."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from synthdigits.config.params import Params
from synthdigits.config.sections import ModelParams, Schedule, Section, TrainingParams
from synthdigits.digits.digits import Digits
from synthdigits.learning import device
from synthdigits.learning.streams import stream
from synthdigits.plumbing.checkpoint import discard_checkpoint
from synthdigits.plumbing.fingerprint import fingerprint


@dataclass(frozen=True)
class TrainingRun:
    """One training: its name, what shapes it, its seed and its lengths.

    Attributes:
        name: in messages, and of its folder under .ckpt/.
        fingerprint: of everything that shapes the run, so that no other state is resumed.
        picture_interval: iterations from one picture to the next; the last alone where it is 0.
        schedule: decides whether a collapse is an error.
    """

    name: str
    fingerprint: str
    seed: int
    iterations: int
    batch_size: int
    picture_interval: int = 0
    schedule: Schedule = "cpu"

    @classmethod
    def of(
        cls, name: str, params: Params, section: TrainingParams, *inputs: Digits | Path | Section
    ) -> TrainingRun:
        """The run that ``section`` of params.yaml asks for at the schedule in force.

        Args:
            inputs: digits, weights and further sections that shape it.
        """
        schedule = params.schedule
        interval = section.picture_interval.at(schedule) if isinstance(section, ModelParams) else 0
        return cls(
            name,
            shape_of(params.seed, section, *inputs, schedule=schedule),
            params.seed,
            section.iterations.at(schedule),
            section.batch_size.at(schedule),
            interval,
            schedule,
        )

    def stream(self, purpose: str) -> AbstractContextManager[None]:
        """Random numbers of PyTorch that derive from (seed, run, purpose)."""
        return stream(self.seed, f"{self.name}/{purpose}")

    def discard_checkpoint(self) -> None:
        """Remove the run's checkpoint: its results are written."""
        discard_checkpoint(self.name)


def shape_of(
    *shaping: int | str | Digits | Path | Section, schedule: Schedule | None = None
) -> str:
    """A fingerprint of settings, digits, files, and of the code and what it computes on.

    Of precisions each training adds its own.

    Args:
        schedule: the one in force; what sections say of others is left out.
    """
    settings = [item.model_dump() if isinstance(item, Section) else item for item in shaping]
    plain = [_at(schedule, item) for item in settings if not isinstance(item, Digits | Path)]
    plain.append(schedule)
    arrays = [
        array
        for item in shaping
        if isinstance(item, Digits)
        for array in (item.images, item.labels, item.rows)
    ]
    plain.append(device.surroundings())
    return fingerprint(plain, arrays, [item for item in shaping if isinstance(item, Path)])


def _at(schedule: Schedule | None, tree: Any) -> Any:
    """A tree of settings without what it says of other schedules."""
    if isinstance(tree, list):
        return [_at(schedule, item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    others = set(get_args(Schedule)) - {schedule} if schedule else set()
    return {key: _at(schedule, item) for key, item in tree.items() if key not in others}
