"""The same tasks give the same numbers on cores and on a Dask cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster
from joblib import cpu_count

from plumbing.processes import has_ended, wait_for
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.study.training.setting import Subset
from synthdigits.study.training.tasks import prepare_subset
from synthdigits.study.training.workers import Key, Task, run_tasks


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of a scheduler on loopback with two worker processes of one thread each."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_numbers_of_this_machines_cores(
    subsets: list[Subset], cluster: str, workspace: object
) -> None:
    tasks: dict[Key, Task] = {(subset.name,): Task(prepare_subset, (subset,)) for subset in subsets}
    here, there = (dict(run_tasks(tasks, workers)) for workers in ("cores", cluster))
    assert set(here) == set(there) == {("60-1",), ("60-2",)}
    for key, ingredients in here.items():
        assert there[key].shares == ingredients.shares
        for kind, digits in ingredients.sets.items():
            np.testing.assert_array_equal(there[key].sets[kind].images, digits.images)


def test_an_error_of_a_task_arrives(cluster: str) -> None:
    def fail() -> None:
        raise SynthdigitsError("the task says why")

    for workers in ("cores", cluster):
        with pytest.raises(SynthdigitsError, match="the task says why"):
            list(run_tasks({("one",): Task(fail, ())}, workers))


TASKS = """
import os, signal, time
from pathlib import Path
from synthdigits.plumbing import stage
from synthdigits.study.training.workers import Task, run_tasks
def work(name):
    Path(name).write_text(str(os.getpid()))
    time.sleep(100)
def main():
    Path("parent").write_text(str(os.getpid()))
    for _ in run_tasks({(name,): Task(work, (name,)) for name in ("one", "two")}, "cores"):
        pass
stage.run(main)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends other signals")
@pytest.mark.fault(
    "kill -9, SIGTERM or Ctrl-C of the study while its workers train",
    "the signal to the study's process, Ctrl-C to its whole group",
    "the workers end within seconds; but for kill -9 one line and status 143 or 130",
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_study(number: int, workspace: Path) -> None:
    Path("study.py").write_text(TASKS)
    command = [sys.executable, "study.py"]
    study = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    workers = {wait_for(Path("one")), *([wait_for(Path("two"))] if cpu_count() > 1 else [])}
    if number == signal.SIGINT:
        os.killpg(study.pid, number)
    else:
        study.send_signal(number)
    study.wait(timeout=60)
    assert all(has_ended(worker) for worker in workers)
    _, told = study.communicate(timeout=60)
    if number == signal.SIGKILL:
        assert study.returncode == -number
        return
    assert study.returncode == 128 + number
    assert len(told.splitlines()) == 1, told
    assert told.startswith("interrupted; ")
