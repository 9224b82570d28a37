"""`make repro`: the whole pipeline, as many stages at once as the machine has room for.

It makes what `dvc repro` makes, stage by stage through DVC, and writes where the time went to
metrics/timings.csv. Where stages are named, as in `make digits`, it makes these and what they need;
timings.csv, which is of whole runs, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import joblib
import psutil
import typer
from rich.console import Console

from synthdigits import zoo
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.orchestration.graph import StageGraph, longest_path, read_graph, total
from synthdigits.orchestration.runner import Outcome, run_stages
from synthdigits.orchestration.timings import Timing, longest, read_timings, write_timings
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.interruption import interruptible, note_saved

BYTES_PER_STAGE = 3 * 2**30
"""The largest stages, which score or export a set of 60 000 digits, stay below that."""


def main(
    targets: Annotated[
        list[str] | None, typer.Argument(help="Stages to make with all they need; none: all.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=0, help="Stages at once; 0: as many as cores and memory allow.")
    ] = 0,
) -> None:
    with interruptible():
        make(targets, jobs)


def make(targets: list[str] | None, jobs: int) -> None:
    """Run the stages, or those named, and tell how it went.

    Raises:
        typer.Exit: a stage failed, or the project can't be read.
        KeyboardInterrupt: the run was ended from outside; so are all its stages.
    """
    console = Console(stderr=True)
    try:
        params, graph = load_params(), read_graph()
        if targets:
            graph = graph.needed_for(targets)
        if graph.changed:  # the check imports PyTorch, for which a run of nothing need not wait
            zoo.check(params)
    except SynthdigitsError as error:
        console.print(f"error: {error}", highlight=False, markup=False)
        raise typer.Exit(1) from None
    known = read_timings(paths.TIMINGS)
    seconds = {name: timing.seconds for name, timing in known.items()}
    outcome = run_stages(graph, jobs or jobs_for_this_machine(), seconds, console)
    lines = _closing(outcome)
    if outcome.timings:
        merged = {**known, **outcome.timings}
        timings = {name: merged[name] for name in graph.in_order() if name in merged}
        lines += _where_the_time_went(graph, timings)
        if not targets:
            write_timings(paths.TIMINGS, timings)
    for line in lines:
        console.print(line, highlight=False, markup=False)
    if outcome.interrupted:
        note_saved(f"{len(outcome.timings)} stages, and the checkpoints of trainings")
        raise KeyboardInterrupt
    if outcome.failed:
        raise typer.Exit(1)


def _where_the_time_went(graph: StageGraph, timings: Mapping[str, Timing]) -> list[str]:
    seconds = {name: timing.seconds for name, timing in timings.items()}
    path = longest_path(graph.waits_for, seconds)
    slowest = [f"{timing.stage} {timing.seconds:.0f} s" for timing in longest(timings)]
    return [
        f"The longest: {', '.join(slowest)}.",
        f"The critical path, {total(path, seconds):.0f} s: {' → '.join(path)}.",
    ]


def jobs_for_this_machine() -> int:
    room = int(psutil.virtual_memory().available // BYTES_PER_STAGE)
    return max(1, min(int(joblib.cpu_count()), room))


def _closing(outcome: Outcome) -> list[str]:
    if outcome.interrupted:
        return []
    ran = len(outcome.timings)
    lines = [f"{ran} stages in {outcome.seconds:.0f} s." if ran else "Nothing had to run."]
    for name, last_lines in outcome.failed.items():
        lines += [f"\n{last_lines}", f"error: {name} failed"]
    if outcome.left_out:
        lines.append(f"Left out, for they wait for these: {', '.join(outcome.left_out)}.")
    return lines


if __name__ == "__main__":
    typer.run(main)
