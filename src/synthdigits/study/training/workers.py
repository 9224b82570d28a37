"""Where tasks run: the cores of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from joblib import Parallel, cpu_count, delayed, parallel_config

from synthdigits.plumbing.processes import when_parent_ends

CORES = "cores"

Key = tuple[str, ...]
"""What a task is for: a subset, or a subset and an arm."""


@dataclass(frozen=True)
class Task:
    """A call that a worker makes."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def run_tasks(tasks: Mapping[Key, Task], workers: str) -> Generator[tuple[Key, Any], None, None]:
    """Key and result of each task, in the order in which they finish.

    Workers on this machine's cores end when this generator is closed, and with this process.

    Args:
        workers: ``cores``, or the address of a Dask scheduler.

    Raises:
        SynthdigitsError: see :func:`~synthdigits.study.training.cluster.connected`.
    """
    with _backend(workers):
        results = Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(_keyed)(key, task) for key, task in tasks.items()
        )
        with closing(results):
            yield from results


def _keyed(key: Key, task: Task) -> tuple[Key, Any]:
    return key, task.function(*task.arguments)


def _begin(parent: int) -> None:
    """In a new worker: Ctrl-C is for its parent to answer, and with its parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    when_parent_ends(parent, lambda: os._exit(1))


@contextmanager
def _backend(workers: str) -> Iterator[None]:
    if workers == CORES:
        start = {"initializer": _begin, "initargs": (os.getpid(),)}
        with parallel_config(backend="loky", n_jobs=cpu_count(), max_nbytes=None, **start):
            yield
        return
    from synthdigits.study.training.cluster import connected

    with connected(workers) as client, parallel_config(backend="dask", client=client, n_jobs=-1):
        yield
