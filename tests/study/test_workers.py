"""The same tasks give the same numbers on cores and on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from distributed import LocalCluster

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


def test_no_scheduler_is_one_clear_error() -> None:
    with pytest.raises(SynthdigitsError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        list(run_tasks({}, "tcp://127.0.0.1:9"))


def test_workers_of_several_threads_are_refused() -> None:
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address="127.0.0.1:0"
        ) as cluster,
        pytest.raises(SynthdigitsError, match="start them with --nthreads 1"),
    ):
        list(run_tasks({}, cluster.scheduler_address))
