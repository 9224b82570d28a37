"""Runs the stages of a graph, several at a time, and says how they fare."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TaskID, TextColumn

from synthdigits.orchestration.graph import StageGraph
from synthdigits.orchestration.process import StageProcess
from synthdigits.orchestration.schedule import Schedule
from synthdigits.orchestration.timings import Timing

SECONDS_BETWEEN_LOOKS = 0.1
SHOWN_LINES = 20
"""Last lines of a failed stage."""


@dataclass
class Outcome:
    """What became of a run.

    Attributes:
        timings: of the stages that ran to their end, by name.
        failed: stages by name, with what they wrote last.
        left_out: stages that waited for one of these.
        interrupted: whether the run was ended from outside.
    """

    seconds: float = 0.0
    timings: dict[str, Timing] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    interrupted: bool = False


def run_stages(
    graph: StageGraph, jobs: int, seconds: Mapping[str, float], console: Console
) -> Outcome:
    """Run what has to run of the project in the working directory.

    At most ``jobs`` stages run at once, each by a DVC of its own. A failed one keeps from running
    what waits for it and nothing else. A KeyboardInterrupt ends all that runs; a training goes on
    from its checkpoint the next time.

    Args:
        seconds: what stages took before; the longest way ahead goes first.
    """
    return _Run(graph, jobs, seconds, console).outcome()


class _Run:
    def __init__(
        self, graph: StageGraph, jobs: int, seconds: Mapping[str, float], console: Console
    ) -> None:
        self.graph, self.jobs = graph, jobs
        self.schedule = Schedule(graph, seconds)
        self.running: dict[StageProcess, float] = {}
        self.done = Outcome()
        self.display = _Display(console)
        self.began = time.monotonic()

    @property
    def now(self) -> float:
        return time.monotonic() - self.began

    def outcome(self) -> Outcome:
        with self.display:
            try:
                self._start_what_may()
                while self.running:
                    time.sleep(SECONDS_BETWEEN_LOOKS)
                    for stage in [stage for stage in self.running if stage.returncode is not None]:
                        self._take_leave(stage)
                    self._start_what_may()
                    self.display.update(self.running, self.now)
            except KeyboardInterrupt:
                self.done.interrupted = True
            finally:
                self._end_all()
        self.done.seconds = self.now
        self.done.left_out = self.schedule.left_out
        return self.done

    def _start_what_may(self) -> None:
        while len(self.running) < self.jobs and (name := self.schedule.next()):
            self.running[StageProcess(name)] = self.now

    def _take_leave(self, stage: StageProcess) -> None:
        started = self.running.pop(stage)
        self.display.remove(stage)
        if stage.returncode:
            self.schedule.has_failed(stage.name)
            self.done.failed[stage.name] = "\n".join(list(stage.lines)[-SHOWN_LINES:])
            self.display.say(f"[red]failed[/] {escape(stage.name)}: the others go on")
            return
        self.schedule.finished(stage.name)
        ended = {name: self.done.timings[name].ended for name in self._ran_before(stage.name)}
        after = max(ended, key=lambda name: ended[name], default="")
        timing = Timing(stage.name, after, ended.get(after, 0.0), started, self.now - started)
        self.done.timings[stage.name] = timing
        self.display.say(f"{timing.seconds:7.1f} s  {escape(stage.name)}")

    def _ran_before(self, name: str) -> list[str]:
        return [other for other in self.graph.waits_for[name] if other in self.done.timings]

    def _end_all(self) -> None:
        for stage in self.running:
            stage.interrupt()
        for stage in self.running:
            stage.wait_or_kill()


class _Display:
    """A line for each running stage on a terminal; elsewhere a line for each that has ended."""

    def __init__(self, console: Console) -> None:
        columns = TextColumn("{task.fields[seconds]:>5.0f} s"), TextColumn("{task.description}")
        self._progress = Progress(*columns, console=console, transient=True)
        self._lines: dict[StageProcess, TaskID] = {}

    def __enter__(self) -> None:
        self._progress.start()

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def update(self, running: Mapping[StageProcess, float], now: float) -> None:
        width = self._progress.console.width - len("12345 s ")
        for stage, started in running.items():
            if stage not in self._lines:
                self._lines[stage] = self._progress.add_task("", total=None, seconds=0)
            text = f"{stage.name}  {stage.last_line}"[:width]
            self._progress.update(
                self._lines[stage], description=escape(text), seconds=now - started
            )

    def remove(self, stage: StageProcess) -> None:
        if stage in self._lines:
            self._progress.remove_task(self._lines.pop(stage))

    def say(self, line: str) -> None:
        self._progress.console.print(line, highlight=False)
