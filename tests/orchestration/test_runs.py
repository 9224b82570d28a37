"""Stages side by side in a throw-away project of DVC, started as a person starts them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
import yaml
from rich.console import Console

from plumbing.processes import has_ended, wait_for
from synthdigits.commands import repro as commands
from synthdigits.config import paths
from synthdigits.orchestration import process
from synthdigits.orchestration.graph import read_graph
from synthdigits.orchestration.runner import Outcome, run_stages
from synthdigits.orchestration.timings import read_timings, write_timings

APPEND = "import sys; open(sys.argv[2], 'w').write(open(sys.argv[1]).read() + sys.argv[2])"
RUN = """
import sys
from rich.console import Console
from synthdigits.orchestration.graph import read_graph
from synthdigits.orchestration.runner import run_stages
outcome = run_stages(read_graph(), int(sys.argv[1]), {}, Console())
print("ran", *sorted(outcome.timings), "interrupted" if outcome.interrupted else "")
"""


def appended(source: str, out: str) -> dict[str, object]:
    return {"cmd": f"python append.py {source} {out}", "deps": [source, "append.py"], "outs": [out]}


STAGES = {
    "first": appended("digits", "one"),
    "left": appended("one", "two"),
    "right": appended("one", "three"),
    "last": {
        "cmd": "python append.py two four && python append.py three five",
        "deps": ["two", "three"],
        "outs": ["four", "five"],
    },
}


@pytest.fixture
def chain(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DVC_NO_ANALYTICS", "1")
    plant(workspace, STAGES)
    return workspace


def plant(project: Path, stages: object) -> None:
    project.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "dvc", "init", "--quiet", "--no-scm"]
    subprocess.run(command, cwd=project, check=True)
    (project / "append.py").write_text(APPEND)
    (project / "digits").write_text("digits")
    write_stages(project, stages)


def write_stages(project: Path, stages: object) -> None:
    (project / "dvc.yaml").write_text(yaml.safe_dump({"stages": stages}))


def repro(jobs: int = 2) -> Outcome:
    return run_stages(read_graph(), jobs, {}, Console(quiet=True))


def test_two_jobs_make_the_bytes_of_one_and_of_dvc_itself(
    chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {}
    for name, jobs in (("one", 1), ("two", 2), ("dvc", 0)):
        plant(chain / name, STAGES)
        monkeypatch.chdir(chain / name)
        if jobs:
            assert set(repro(jobs).timings) == set(STAGES)
        else:
            subprocess.run([sys.executable, "-m", "dvc", "repro", "--quiet"], check=True)
        files = ("dvc.lock", "one", "two", "three", "four", "five")
        made[name] = [Path(file).read_text() for file in files]
    assert made["one"][1:] == made["two"][1:] == made["dvc"][1:]
    locks = [yaml.safe_load(texts[0]) for texts in made.values()]
    assert locks[0] == locks[1] == locks[2]


def test_a_second_run_starts_nothing_and_an_edit_runs_what_hangs_on_it(chain: Path) -> None:
    repro()
    assert repro().timings == {}
    Path("three").write_text("spoilt")
    assert set(repro().timings) == {"right", "last"}
    assert Path("three").read_text() == "digitsonethree"


def test_named_stages_run_with_what_they_need_and_leave_the_times_of_whole_runs(
    chain: Path, project: Path
) -> None:
    shutil.copyfile(project / "tests/params.yaml", "params.yaml")
    commands.main(targets=["left"], jobs=2)
    assert Path("two").read_text() == "digitsonetwo"
    assert not Path("three").exists()
    assert not paths.TIMINGS.exists()
    commands.main(jobs=2)
    assert Path("five").exists()
    assert set(read_timings(paths.TIMINGS)) == {"right", "last"}


def test_a_name_of_no_stage_is_one_line(
    chain: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(project / "tests/params.yaml", "params.yaml")
    with pytest.raises(typer.Exit):
        commands.main(targets=["lift"], jobs=2)
    assert capsys.readouterr().err.startswith("error: no stage 'lift': `dvc stage list`")


def test_a_failed_stage_lets_others_finish_and_its_words_are_kept(chain: Path) -> None:
    wrong = {"cmd": "python -c \"raise SystemExit('no such digit')\"", "outs": ["never"]}
    after = {"cmd": "python append.py never later", "deps": ["never"], "outs": ["later"]}
    write_stages(chain, {**STAGES, "wrong": wrong, "after": after})
    outcome = repro()
    assert set(outcome.timings) == set(STAGES)
    assert list(outcome.failed) == ["wrong"]
    assert "no such digit" in outcome.failed["wrong"]
    assert outcome.left_out == ["after"]
    assert not Path("later").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_all_and_the_next_run_goes_on(chain: Path, project: Path) -> None:
    slow = "import time, os, pathlib; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep"
    waiting = {"cmd": f'python -c "{slow}(60)"', "deps": ["one"], "outs": ["x"]}
    write_stages(chain, {**STAGES, "slow": waiting})
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    command = [sys.executable, "-c", RUN, "2"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    while not Path("pid").exists() or not Path("pid").read_text():
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    said, _ = run.communicate(timeout=40 + 2 * process.SECONDS_TO_END)
    assert said.splitlines()[-1].endswith("interrupted")
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)
    write_stages(chain, {**STAGES, "slow": appended("one", "x")})
    outcome = repro()
    assert not outcome.failed
    assert "first" not in outcome.timings
    assert Path("five").exists()


SLOW = "import time, os, pathlib; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
@pytest.mark.fault(
    "kill -9 of `make repro`", "the signal to its process", "its stages end within seconds"
)
def test_no_stage_outlives_its_run(chain: Path, project: Path) -> None:
    write_stages(chain, {"slow": {"cmd": f'python -c "{SLOW}"', "outs": ["x"]}})
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    run = subprocess.Popen([sys.executable, "-c", RUN, "2"], env=environment)
    stage = wait_for(Path("pid"))
    run.kill()
    run.wait()
    assert has_ended(stage)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends other signals")
@pytest.mark.fault(
    "Ctrl-C, or SIGTERM, in `make repro`",
    "the signal to its process",
    "all stages end; one line and status 130 or 143; the next run goes on",
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_make_repro_ends_in_one_line(number: int, chain: Path, project: Path) -> None:
    shutil.copyfile(project / "tests/params.yaml", "params.yaml")
    write_stages(chain, {"slow": {"cmd": f'python -c "{SLOW}"', "outs": ["x"]}})
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    command = [sys.executable, "-m", "synthdigits.commands.repro", "slow"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    stage = wait_for(Path("pid"))
    run.send_signal(number)
    _, told = run.communicate(timeout=40 + 2 * process.SECONDS_TO_END)
    assert run.returncode == 128 + number
    assert has_ended(stage, seconds=5)
    assert list(filter(None, told.splitlines())) == [
        "interrupted; saved: 0 stages, and the checkpoints of trainings; "
        "the same command goes on from there"
    ]


def test_timings_say_what_each_stage_waited_for(chain: Path) -> None:
    timings = repro().timings
    assert timings["left"].after == timings["right"].after == "first"
    assert timings["left"].ready == pytest.approx(timings["first"].ended)
    assert timings["last"].started >= timings["last"].ready
    write_timings(Path("timings.csv"), timings)
    read = read_timings(Path("timings.csv"))
    assert next(iter(read)) == "first"
    assert read["last"].seconds == pytest.approx(timings["last"].seconds, abs=0.06)
    assert read_timings(Path("none.csv")) == {}


def test_a_stage_whose_file_stays_busy_is_tried_so_often_and_no_more(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = "open('tries', 'a').write('x'); raise SystemExit('it is busy, it is being blocked by')"
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", tried))
    monkeypatch.setattr(process, "TRIES", 3)
    monkeypatch.setattr(process, "SECONDS_BETWEEN", 0)
    stage = process.StageProcess("busy")
    while stage.returncode is None:
        time.sleep(0.01)
    time.sleep(0.5)
    assert stage.returncode == 1
    assert Path("tries").read_text() == "xxx"
