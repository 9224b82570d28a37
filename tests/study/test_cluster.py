"""What is no cluster for the study is one line, within seconds."""

from __future__ import annotations

import time

import pytest
from distributed import LocalCluster

from plumbing.ports import listener
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.study.training.cluster import connected

SECONDS = 15
REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


def refusal(address: str) -> str:
    """What is said of an address, in time."""
    started = time.monotonic()
    with pytest.raises(SynthdigitsError) as failure, connected(address):
        pass
    assert time.monotonic() - started < SECONDS
    told = str(failure.value)
    assert told.isprintable()
    return told


@pytest.mark.fault(
    "an address of workers at which no Dask scheduler is",
    "a web server, a silent listener, nobody, a scheme without certificates",
    "one line within 15 s",
)
@pytest.mark.parametrize("says", [REFUSAL, b"", b"\0" * 64, b"SSH-2.0-OpenSSH_9.9\r\n"])
@pytest.mark.parametrize("scheme", ["tcp", "tls"])
def test_what_is_no_scheduler_is_refused_in_time(scheme: str, says: bytes) -> None:
    with listener(says) as place:
        address = f"{scheme}://{place}"
        assert refusal(address).startswith(f"workers: no Dask scheduler at {address}: ")


def test_nobody_is_no_scheduler() -> None:
    assert refusal("tcp://127.0.0.1:9").startswith(
        "workers: no Dask scheduler at tcp://127.0.0.1:9"
    )


@pytest.mark.fault(
    "a cluster that can't carry the study",
    "a scheduler without workers, one with workers of two threads",
    "one line that says how a worker is started",
)
@pytest.mark.parametrize(
    ("workers", "expected"),
    [(0, "has no workers; `dask worker tcp://"), (1, "has workers of several threads; `dask w")],
)
def test_other_clusters_are_refused(workers: int, expected: str) -> None:
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=2,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        told = refusal(cluster.scheduler_address)
    assert expected in told
    assert told.endswith(" --nthreads 1` starts one")
