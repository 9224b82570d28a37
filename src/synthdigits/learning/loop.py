"""The one training loop: steps, progress, losses, checkpoints."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor, nn
from torch.optim import Optimizer
from tqdm import tqdm

from synthdigits.config.params import Params
from synthdigits.config.sections import TrainingParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.runtime import reseed
from synthdigits.plumbing.checkpoint import Checkpoint, Progress, discard, fingerprint
from synthdigits.plumbing.errors import SynthdigitsError

SECONDS_BETWEEN_CHECKPOINTS = 60
ITERATIONS_BETWEEN_DISPLAYS = 10


@dataclass(frozen=True)
class TrainingRun:
    """A run's name in messages and under .ckpt/, what shapes it, its seed, length and batch."""

    name: str
    fingerprint: str
    seed: int
    iterations: int
    batch_size: int

    @classmethod
    def of(
        cls, name: str, params: Params, section: TrainingParams, *inputs: Digits | Path
    ) -> TrainingRun:
        """The run that ``section`` of params.yaml asks for at the schedule in force.

        The fingerprint covers every parameter: better to begin again than to go on with a state
        that another setting has shaped.
        """
        shape = fingerprint(params.model_dump(), *inputs)
        iterations = section.iterations.at(params.schedule)
        return cls(name, shape, params.seed, iterations, section.batch_size.at(params.schedule))

    def forget(self) -> None:
        """Remove the run's checkpoint: its results are written."""
        discard(self.name)


@dataclass(frozen=True)
class TrainingLog:
    """What a run left behind: one row of losses per iteration, and the seconds it took."""

    loss_names: list[str]
    batch_size: int
    losses: list[tuple[float, ...]]
    seconds: float

    @property
    def last_losses(self) -> dict[str, float]:
        return dict(zip(self.loss_names, self.losses[-1], strict=True))

    @property
    def iterations(self) -> int:
        return len(self.losses)

    def facts(self) -> dict[str, float]:
        """What metrics say of any training: its length, its seconds and its speed."""
        return {
            "iterations": self.iterations,
            "train_seconds": round(self.seconds, 1),
            "images_per_second": round(self.iterations * self.batch_size / self.seconds, 1),
        }


class CollapseError(Exception):
    """A step's way to say that there is no sense in going on."""


class TrainingStoppedError(SynthdigitsError):
    """A training that can't go on, with the log of what was done before."""

    def __init__(self, message: str, log: TrainingLog) -> None:
        super().__init__(message)
        self.log = log


def train(
    run: TrainingRun,
    networks: Mapping[str, nn.Module],
    optimisers: Mapping[str, Optimizer],
    loss_names: list[str],
    step: Callable[[int], Mapping[str, Tensor]],
) -> TrainingLog:
    """Call ``step(iteration)`` for every iteration that a checkpoint does not already hold.

    PyTorch's own stream is restarted before each step. The checkpoint stays until the caller has
    written its results and discards it.

    Raises:
        TrainingStoppedError: a loss is no longer finite, or ``step`` raised a
            :class:`CollapseError`; the last good checkpoint stays.
    """
    checkpoint = Checkpoint(f"{run.name}/{run.fingerprint}", networks, optimisers)
    progress = checkpoint.restore()
    losses, started, saved = list(progress.losses), time.perf_counter(), time.perf_counter()

    def log() -> TrainingLog:
        seconds = progress.seconds + time.perf_counter() - started
        return TrainingLog(loss_names, run.batch_size, losses, seconds)

    bar = tqdm(
        range(progress.iteration, run.iterations),
        desc=run.name,
        total=run.iterations,
        initial=progress.iteration,
        disable=None,
    )
    for iteration in bar:
        reseed(run.seed, f"{run.name}/{iteration}")
        try:
            found = {name: float(loss.detach()) for name, loss in step(iteration).items()}
            if not all(map(math.isfinite, found.values())):
                raise CollapseError("a loss is not finite")
        except CollapseError as collapse:
            raise TrainingStoppedError(
                f"{run.name}: {collapse} at iteration {iteration + 1}; lower the learning rate",
                log(),
            ) from None
        losses.append(tuple(found[name] for name in loss_names))
        if iteration % ITERATIONS_BETWEEN_DISPLAYS == 0:
            bar.set_postfix(found)
        if time.perf_counter() - saved > SECONDS_BETWEEN_CHECKPOINTS:
            saved = time.perf_counter()
            checkpoint.save(Progress(iteration + 1, log().seconds, losses))
    return log()
