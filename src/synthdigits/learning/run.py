"""One training's name, what shapes it, its seed and its lengths."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from synthdigits.config.params import Params
from synthdigits.config.sections import ModelParams, Section, TrainingParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.streams import stream
from synthdigits.plumbing.checkpoint import discard_checkpoint, fingerprint


@dataclass(frozen=True)
class TrainingRun:
    """One training: its name, what shapes it, its seed and its lengths.

    Attributes:
        name: in messages, and of its folder under .ckpt/.
        fingerprint: of everything that shapes the run, so that no other state is resumed.
        picture_interval: iterations from one picture to the next; the last alone where it is 0.
    """

    name: str
    fingerprint: str
    seed: int
    iterations: int
    batch_size: int
    picture_interval: int = 0

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
            shape_of(params.seed, schedule, section, *inputs),
            params.seed,
            section.iterations.at(schedule),
            section.batch_size.at(schedule),
            interval,
        )

    def stream(self, purpose: str) -> AbstractContextManager[None]:
        """Random numbers of PyTorch that derive from (seed, run, purpose)."""
        return stream(self.seed, f"{self.name}/{purpose}")

    def discard_checkpoint(self) -> None:
        """Remove the run's checkpoint: its results are written."""
        discard_checkpoint(self.name)


def shape_of(*shaping: int | str | Digits | Path | Section) -> str:
    """A fingerprint of settings, digits and files, and of the code that is running."""
    settings = [item.model_dump() if isinstance(item, Section) else item for item in shaping]
    plain = [item for item in settings if not isinstance(item, Digits | Path)]
    arrays = [
        array
        for item in shaping
        if isinstance(item, Digits)
        for array in (item.images, item.labels, item.rows)
    ]
    return fingerprint(plain, arrays, [item for item in shaping if isinstance(item, Path)])
