"""Files appear whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from synthdigits.plumbing.files import partial_of, replacing, sha256_of


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with replacing(path) as partial:
        partial.write_text("half")
        assert not path.exists()
        assert partial.suffix == path.suffix
    assert path.read_text() == "half"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")

    def fail_half_way() -> None:
        with replacing(path) as partial:
            partial.write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")  # FIPS 180-2, appendix B.1
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def dead() -> int:
    """Number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of no process whether it lives")
@pytest.mark.fault(
    "kill -9 while a file or a set is written",
    "partial files and folders of a process that is no more",
    "the next run that writes there removes them, and no other's",
)
def test_what_dead_processes_left_half_goes(tmp_path: Path, dead: int) -> None:
    left = tmp_path / f".partial-{dead}-train.npz"
    left.write_text("half")
    (tmp_path / f".partial-{dead}-masked/webdataset").mkdir(parents=True)
    (tmp_path / f".partial-{dead}-masked/webdataset/a.tar").write_text("half")
    kept = [tmp_path / f".partial-{os.getppid()}-train.npz", tmp_path / ".partial-mine"]
    for path in kept:
        path.write_text("at work")
    with replacing(tmp_path / "test.npz") as partial:
        partial.write_text("whole")
    assert sorted(tmp_path.iterdir()) == sorted([*kept, tmp_path / "test.npz"])


def test_a_number_that_comes_again_is_no_hindrance(tmp_path: Path) -> None:
    """In a container each run may have the number of the one before."""
    left = tmp_path / f".partial-{os.getpid()}-masked"
    left.mkdir()
    partial_of(tmp_path / "masked").mkdir()
