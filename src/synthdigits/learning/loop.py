"""The one training loop: steps, progress, losses, checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from synthdigits.config.sections import Precision
from synthdigits.learning import device
from synthdigits.learning.collapse import CollapseError, reason_to_stop
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.trainee import Batch, Trainee
from synthdigits.plumbing.checkpoint import Checkpoint, Progress
from synthdigits.plumbing.interruption import note_saved
from synthdigits.plumbing.progress import progress_bar

SECONDS_BETWEEN_CHECKPOINTS = 60
ITERATIONS_BETWEEN_DISPLAYS = 10


@dataclass(frozen=True)
class TrainingLog:
    """What a run left behind: one row of losses per iteration, and the seconds it took."""

    loss_names: Sequence[str]
    batch_size: int
    precision: Precision
    losses: list[tuple[float, ...]]
    seconds: float

    @property
    def iterations(self) -> int:
        return len(self.losses)

    def facts(self) -> dict[str, Any]:
        """Figures for metrics/: of any training its length, seconds, speed and last losses."""
        return {
            "batch_size": self.batch_size,
            "iterations": self.iterations,
            "train_seconds": round(self.seconds, 1),
            "images_per_second": round(self.iterations * self.batch_size / self.seconds, 1),
            **device.facts(),
            "precision": self.precision,
            "last_losses": dict(zip(self.loss_names, self.losses[-1], strict=True)),
        }


class Training:
    """A training on its way. Iterating makes its steps and gives the number of finished ones.

    What is measured or painted on the way stands in the body of the caller's loop. A checkpoint
    is written after that body; it stays until the results are written.

    Args:
        draw: ``draw(iteration, n)`` gives ``n`` digits of an iteration.
        beside: networks that the loop's body changes and that a checkpoint has to hold as well.
    """

    def __init__(
        self,
        run: TrainingRun,
        trainee: Trainee[Batch],
        draw: Callable[[int, int], Batch],
        beside: Mapping[str, nn.Module] | None = None,
    ) -> None:
        self.run = run
        networks = {**trainee.networks, **(beside or {})}
        for network in networks.values():
            network.train()
        self.precision = device.find_precision() if trainee.bears_bfloat16 else "float32"
        self._computing = device.computing_in(self.precision)
        state = f"{run.name}/{run.fingerprint}-{self.precision}"
        self._checkpoint = Checkpoint(state, networks, trainee.optimisers)
        self._names = list(trainee.loss_names)

        def step(iteration: int) -> Mapping[str, Tensor]:
            return trainee.step(lambda count: draw(iteration, count), iteration / run.iterations)

        self._step = step
        self._before = self._checkpoint.restore()
        self._note_saved(self._before.iteration)
        self._losses = list(self._before.losses)
        self._started = time.perf_counter()

    @property
    def log(self) -> TrainingLog:
        seconds = self._before.seconds + time.perf_counter() - self._started
        return TrainingLog(self._names, self.run.batch_size, self.precision, self._losses, seconds)

    def collapse(self, reason: str, iteration: int) -> CollapseError:
        """The error that ends the training in an iteration, which is counted from 1."""
        return CollapseError(
            f"{self.run.name}: {reason} at iteration {iteration}; lower the learning rate"
        )

    def __iter__(self) -> Iterator[int]:
        """
        Raises:
            CollapseError: a loss is not finite or without bounds; the last checkpoint stays.
        """
        self._started = saved = time.perf_counter()
        for iteration in self._bar():
            with self.run.stream(str(iteration)), self._computing:
                losses = {
                    name: float(loss.detach()) for name, loss in self._step(iteration).items()
                }
            self._losses.append(tuple(losses[name] for name in self._names))
            if reason := reason_to_stop(self._losses):
                self._losses.pop()
                raise self.collapse(reason, iteration + 1)
            yield iteration + 1
            if time.perf_counter() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                saved = time.perf_counter()
                self._checkpoint.save(Progress(iteration + 1, self.log.seconds, self._losses))
                self._note_saved(iteration + 1)

    def _note_saved(self, iteration: int) -> None:
        note_saved(f"{self.run.name}, iteration {iteration} of {self.run.iterations}")

    def _bar(self) -> Iterator[int]:
        first, last = self._before.iteration, self.run.iterations
        bar = progress_bar(range(first, last), desc=self.run.name, total=last, initial=first)
        for iteration in bar:
            yield iteration
            if iteration % ITERATIONS_BETWEEN_DISPLAYS == 0:
                bar.set_postfix(dict(zip(self._names, self._losses[-1], strict=True)))
