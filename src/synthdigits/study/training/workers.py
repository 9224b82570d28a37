"""Where tasks run: the cores of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from joblib import Parallel, cpu_count, delayed, parallel_config

from synthdigits.plumbing.errors import SynthdigitsError

CORES = "cores"

Key = tuple[str, ...]
"""What a task is for: a subset, or a subset and an arm."""


@dataclass(frozen=True)
class Task:
    """A call that a worker makes."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def run_tasks(tasks: Mapping[Key, Task], workers: str) -> Iterator[tuple[Key, Any]]:
    """Key and result of each task, in the order in which they finish.

    Args:
        workers: ``cores``, or the address of a Dask scheduler.

    Raises:
        SynthdigitsError: there is no such cluster, or it would run tasks side by side in one
            process, where they share PyTorch's random numbers.
    """
    with _backend(workers):
        yield from Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(_keyed)(key, task) for key, task in tasks.items()
        )


def _keyed(key: Key, task: Task) -> tuple[Key, Any]:
    return key, task.function(*task.arguments)


@contextmanager
def _backend(workers: str) -> Iterator[None]:
    if workers == CORES:
        with parallel_config(backend="loky", n_jobs=cpu_count(), max_nbytes=None):
            yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise SynthdigitsError(
            f"workers: {workers} is a Dask cluster; install synthdigits[dask]"
        ) from None
    try:
        client = Client(workers, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SynthdigitsError(f"workers: no Dask scheduler at {workers}: {error}") from None
    with client:
        if any(threads > 1 for threads in client.nthreads().values()):
            raise SynthdigitsError(
                f"workers: {workers} has workers of several threads; start them with --nthreads 1"
            )
        with parallel_config(backend="dask", client=client, n_jobs=-1):
            yield
