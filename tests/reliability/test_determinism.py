"""All stages make the same bytes in other surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from synthdigits.commands.same_bytes import differences

ALL_STAGES = """
import sys
from pathlib import Path
from stages.conftest import run_pipeline, tiny_params
project, folder = map(Path, sys.argv[1:])
run_pipeline(project, folder, tiny_params(project))
"""
SURROUNDINGS = {
    "plain": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "OMP_NUM_THREADS": "1"},
    "an other/fünf & more": {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "C.UTF-8",
        "TZ": "Asia/Tokyo",
        "OMP_NUM_THREADS": "2",
    },
}
"""By folder, what the environment has there."""


@pytest.mark.slow
@pytest.mark.fault(
    "other surroundings",
    "all stages twice, forced: another folder, PYTHONHASHSEED, locale, time zone, and threads",
    "the same bytes in every out, but for timings",
)
def test_two_forced_runs_in_other_surroundings_make_the_same_bytes(
    project: Path, tmp_path: Path
) -> None:
    runs = [_start(project, tmp_path / name, more) for name, more in SURROUNDINGS.items()]
    for run in runs:
        _, told = run.communicate()
        assert run.returncode == 0, told.decode()[-2000:]
    first, second = (tmp_path / name for name in SURROUNDINGS)
    assert differences(first, second, {}) == []


def _start(project: Path, folder: Path, more: dict[str, str]) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    search = os.pathsep.join([str(project / "src"), str(project / "tests")])
    return subprocess.Popen(
        [sys.executable, "-c", ALL_STAGES, project, folder],
        env={**os.environ, "PYTHONPATH": search, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
