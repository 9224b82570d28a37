"""A Dask cluster that is fit for the study's tasks, or one line that says what is wrong with it.

Whatever listens at the address is first asked in a process of its own: Dask waits for a silent one
without end, reads a length of exabytes out of a web server's answer, and takes 20 s to give up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief

SECONDS_TO_CONNECT = 6
SECONDS_TO_ANSWER = 10
"""Of which some seconds are for importing Dask."""


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A ``distributed.Client`` of the cluster, as long as the block lasts.

    Raises:
        SynthdigitsError: Dask is not installed, no scheduler answers there, it has no workers, or
            one that would run tasks side by side in one process, where they share PyTorch's random
            numbers.
    """
    if find_spec("distributed") is None:
        raise SynthdigitsError(f"workers: {address} is a Dask cluster; install synthdigits[dask]")
    threads = _threads_of_workers(address)
    start = f"`dask worker {address} --nthreads 1` starts one"
    if not threads:
        raise SynthdigitsError(f"workers: the scheduler at {address} has no workers; {start}")
    if max(threads) > 1:
        raise SynthdigitsError(f"workers: {address} has workers of several threads; {start}")
    from distributed import Client

    with Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False) as client:
        yield client


def _threads_of_workers(address: str) -> list[int]:
    try:
        finished = subprocess.run(
            [sys.executable, "-m", __name__, address],
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_ANSWER,
            check=False,
        )
        answer = json.loads(finished.stdout)
    except subprocess.TimeoutExpired:
        answer = {"reason": f"no answer within {SECONDS_TO_ANSWER} s"}
    except json.JSONDecodeError:
        answer = {"reason": f"asking it ended with status {finished.returncode}"}
    if "reason" in answer:
        raise SynthdigitsError(f"workers: no Dask scheduler at {address}: {answer['reason']}")
    threads: list[int] = answer["threads"]
    return threads


def _ask(address: str) -> None:
    """Print what the scheduler says, as JSON, and end without waiting for Dask's farewells."""
    from distributed import Client

    answer: dict[str, Any]
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        answer = {"threads": list(client.nthreads().values())}
    except Exception as error:  # noqa: BLE001 - what another server says fails in any way
        answer = {"reason": brief(error, 200)}
    print(json.dumps(answer), flush=True)  # noqa: T201
    os._exit(0)


if __name__ == "__main__":
    _ask(sys.argv[1])
