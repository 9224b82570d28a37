"""`make bench`: how fast the project is beside its peers, written into docs/performance.md.

A figure is the median of :data:`ROUNDS` rounds, and a ratio that of the rounds' ratios: in each
round all rivals run one after another, so that a machine which changes its pace changes it for all
of them. It takes half an hour, and nothing else should run beside it.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import yaml
from rich.console import Console

from synthdigits.commands.demo import ask_for_the_demo, copy_work_tree
from synthdigits.config.params import load_params
from synthdigits.orchestration.graph import StageGraph, read_graph
from synthdigits.orchestration.runner import run_stages
from synthdigits.plumbing.files import replacing

HERE = Path(__file__).parent
PAGE = Path("docs/performance.md")
BEGIN, END = "<!-- bench -->", "<!-- end -->"
ROUNDS = 5
KERAS = Path(os.environ.get("SYNTHDIGITS_KERAS", ".cache/bench/bin/python"))
"""An interpreter that has TensorFlow."""
PRECISIONS, BEST = ("float32", "bfloat16"), "best"
RIVALS = ("Keras", "eager")
RIGS = (*RIVALS, "ours")
TRAININGS = "train_gan@"
SHOWN_SHARE = 0.05
"""Of a system's step, below which a layer is not listed."""

Row = dict[str, Any]
Rounds = Mapping[tuple[str, str, str], list[float]]
"""Seconds of each round, by rig, system and precision."""
Rates = Mapping[str, list[float]]
"""Operations or images a second of each round, by piece."""


def main() -> None:
    params = load_params()
    sections = {**params.gans, **params.inpainters}
    batches = {name: sections[name].batch_size.published for name in documents(sections)}
    python = sys.executable
    rigs = {
        "Keras": (str(KERAS), "keras_steps.py"),
        "eager": (python, "torch_steps.py", "eager"),
        "ours": (python, "torch_steps.py", "ours"),
    }
    steps: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    pieces: dict[str, list[float]] = defaultdict(list)
    flops: dict[str, float] = {}
    for _ in range(ROUNDS):
        parameters: dict[str, list[int]] = {}
        for row in printed(python, "pieces.py", batches=batches):
            pieces[row["piece"]].append(row["amount"] / row["seconds"])
        for rig, command in rigs.items():
            for row in printed(*command, batches=batches):
                system = row["system"]
                if parameters.setdefault(system, row["parameters"]) != row["parameters"]:
                    sys.exit(f"{system}: {rig} has other layers: {row['parameters']} parameters")
                steps[rig, system, row["precision"]].append(row["seconds"])
                flops[system] = row.get("flops", 0.0)
    layers = list(printed(python, "layers.py", batches=batches))
    tables = [
        machine(),
        *step_tables(steps, batches, flops, pieces),
        layer_table(layers, pieces),
        piece_table(pieces),
        pipeline_table(*pipeline()),
    ]
    page = PAGE.read_text(encoding="utf-8")
    body = f"{BEGIN}\n" + "\n\n".join(tables) + f"\n{END}"
    with replacing(PAGE) as partial:
        text = re.sub(f"{BEGIN}.*{END}", lambda _: body, page, flags=re.DOTALL)
        partial.write_text(text, encoding="utf-8", newline="\n")


def documents(sections: Iterable[str]) -> list[str]:
    """Systems of the source documents, which have a peer to be compared with."""
    own = {"conditional", "unet", "unet_l1"}
    return [name for name in sections if name not in own]


def printed(*command: str, batches: Mapping[str, int]) -> Iterator[Row]:
    """The lines of JSON that a script of this folder prints."""
    interpreter, script, *arguments = command
    finished = subprocess.run(
        [interpreter, str(HERE / script), *arguments, json.dumps(batches)],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        sys.exit(f"{script} failed:\n{finished.stderr[-2000:]}")
    yield from map(json.loads, finished.stdout.splitlines())


def pipeline() -> tuple[list[float], Mapping[int, list[float]]]:
    """Seconds of a `make repro` with nothing to do, and of all GANs' short trainings by jobs."""
    quiet = Console(quiet=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(copied(Path(folder))):
        os.environ["DVC_SITE_CACHE_DIR"] = folder
        run_stages(read_graph(), 2, {}, quiet)
        command = [sys.executable, "-m", "synthdigits.commands.repro"]
        idle = [
            seconds_of(lambda: subprocess.run(command, check=True, capture_output=True))
            for _ in range(ROUNDS)
        ]
        trained: dict[int, list[float]] = {1: [], 2: []}
        for number in range(ROUNDS):
            for jobs, seconds in trained.items():
                plant_seed(2 + 2 * number + jobs)  # a new one, so that all has to run again
                graph = trainings(read_graph())
                seconds.append(run_stages(graph, jobs, {}, quiet).seconds)
    return idle, trained


def copied(folder: Path) -> Path:
    """The work tree, asking for the demo."""
    copy_work_tree(folder)
    ask_for_the_demo(folder)
    return folder


def plant_seed(seed: int) -> None:
    path = Path("params.yaml")
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**tree, "seed": seed}, sort_keys=False), encoding="utf-8")


def trainings(graph: StageGraph) -> StageGraph:
    """The GANs' trainings alone, as if nothing else had to be done before."""
    names = frozenset(name for name in graph.waits_for if name.startswith(TRAININGS))
    return StageGraph(waits_for=dict.fromkeys(names, frozenset()), changed=names)


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def machine() -> str:
    cores = psutil.cpu_count(logical=False)
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "dvc"))
    asked = (
        "import keras, tensorflow as tf; print(f'Keras {keras.__version__} on {tf.__version__}')"
    )
    keras = subprocess.run(
        [str(KERAS), "-c", asked], capture_output=True, text=True, check=True
    ).stdout.strip()
    return f"{processor()}, {cores} cores; Python {platform.python_version()}, {packages}, {keras}."


def processor() -> str:
    """Its name, and whether it has a unit for bfloat16."""
    facts = Path("/proc/cpuinfo")
    text = facts.read_text(encoding="utf-8") if facts.exists() else ""
    name = re.search(r"model name\s*:\s*(.+)", text)
    units = [unit for unit in ("avx512_bf16", "amx_bf16") if unit in text]
    return f"{name[1] if name else platform.processor()} ({', '.join(units) or 'no bfloat16 unit'})"


def step_tables(
    steps: Rounds, batches: Mapping[str, int], flops: Mapping[str, float], pieces: Rates
) -> Iterator[str]:
    """Milliseconds of each rig, and how many times as fast as its rivals ours is."""
    times, ratios = [], []
    for system, batch in batches.items():
        for precision in (*PRECISIONS, BEST):
            ours = at(steps, "ours", system, precision)
            share = ""
            if precision != BEST:
                spent = [spread(at(steps, rig, system, precision), 1e3) for rig in RIGS]
                times.append([f"`{system}`", str(batch), precision, *spent])
                rates = pieces[f"product, {precision}"]
                done = [flops[system] / one / rate for one, rate in zip(ours, rates, strict=True)]
                share = f"{100 * median(done):.0f} %"
            versus = [spread(quotient(at(steps, rig, system, precision), ours)) for rig in RIVALS]
            ratios.append([f"`{system}`", precision, *versus, share])
    yield table(["step, ms", "batch", "precision", *RIGS], times)
    yield table(["times as fast", "precision", *(f"as {rig}" for rig in RIVALS), "of rate"], ratios)


def at(steps: Rounds, rig: str, system: str, precision: str) -> list[float]:
    """Seconds by round; at best the faster precision of each round."""
    if precision != BEST:
        return steps.get((rig, system, precision), [])
    both = (at(steps, rig, system, name) for name in PRECISIONS)
    return [min(pair) for pair in zip(*both, strict=True)]


def quotient(theirs: list[float], ours: list[float]) -> list[float]:
    return [one / other for one, other in zip(theirs, ours, strict=True)] if theirs else []


def layer_table(rows: list[Row], pieces: Rates) -> str:
    """Forward and backward, and the share of the machine's rate, of the layers that take long."""
    found: dict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    spent: dict[str, float] = defaultdict(float)
    for row in rows:
        found[row["system"], row["network"], row["layer"]][row["precision"]] = row
        spent[row["system"]] += row["seconds"] if row["precision"] == "bfloat16" else 0
    lines = []
    for (system, network, layer), pair in found.items():
        if pair["bfloat16"]["seconds"] < SHOWN_SHARE * spent[system]:
            continue
        cells = []
        for name, row in pair.items():
            rate = median(pieces[f"product, {name}"])
            share = row["flops"] / row["seconds"] / rate
            cells += [f"{1e3 * row['seconds']:.1f}", f"{100 * share:.0f} %"]
        lines.append([f"`{system}`", network, layer, *cells])
    head = ["layer of", "network", "layer", "float32, ms", "of rate", "bfloat16, ms", "of rate"]
    return table(head, lines)


def piece_table(pieces: Rates) -> str:
    rows = []
    for name, rates in pieces.items():
        unit, scale = ("GFLOP/s", 1e-9) if name.startswith("product") else ("images/s", 1.0)
        rows.append([name, spread(rates, scale), unit])
    return table(["piece", "rate", "unit"], rows)


def pipeline_table(idle: list[float], trained: Mapping[int, list[float]]) -> str:
    one, two = trained[1], trained[2]
    rows = [
        ["`make repro`, nothing to do", spread(idle)],
        ["six short trainings, one job", spread(one)],
        ["the same, two jobs", spread(two)],
        ["times as fast", spread(quotient(one, two))],
    ]
    return table(["pipeline", "seconds"], rows)


def spread(values: list[float], scale: float = 1.0) -> str:
    """The median, and in brackets the least and the greatest."""
    if not values:
        return "–"
    middle, least, greatest = (scale * of(values) for of in (median, min, max))
    digits = 2 if middle < 10 else 0
    return f"{middle:.{digits}f} ({least:.{digits}f}–{greatest:.{digits}f})"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
