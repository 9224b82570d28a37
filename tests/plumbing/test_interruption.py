"""Ctrl-C and SIGTERM end a run in one line with the right status, and leave nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from plumbing.processes import has_ended, wait_for
from synthdigits.plumbing.interruption import interruptible, note_saved

BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
STAGE = """
import os, time
from pathlib import Path
from synthdigits.plumbing import stage
from synthdigits.plumbing.interruption import note_saved
def main():
    note_saved("gan x, iteration 7 of 9")
    Path("pid").write_text(str(os.getpid()))
    time.sleep(60)
stage.run(main)
"""
SCRIPT = """
from synthdigits.plumbing import stage
import os, time
from pathlib import Path
Path("pid").write_text(str(os.getpid()))
time.sleep(60)  # as PyTorch's import does
"""
DVC = f"""
import os, subprocess, sys
os.environ["DVC_STAGE"] = "x"
subprocess.run([sys.executable, "-c", {STAGE!r}])
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends other signals")


def sent(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(5)


@posix
@BOTH
def test_a_signal_is_one_line_and_its_status(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(number)
    note_saved("gan x, iteration 7 of 9")
    with pytest.raises(SystemExit) as end, interruptible():
        sent(number)
    note_saved("")
    assert end.value.code == 128 + number
    assert capsys.readouterr().err == (
        "interrupted; saved: gan x, iteration 7 of 9; the same command goes on from there\n"
    )
    assert signal.getsignal(number) is before


@posix
@BOTH
def test_whatever_a_library_makes_of_it_the_status_stays(number: int) -> None:
    def command() -> None:
        sent(number)

    app = typer.Typer()
    app.command()(command)
    with pytest.raises(SystemExit) as end, interruptible():
        app([])
    assert end.value.code == 128 + number


@posix
def test_another_signal_breaks_no_tidying_up() -> None:
    tidied = []

    def command() -> None:
        try:
            sent(signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            tidied.append(1)

    with pytest.raises(SystemExit) as end, interruptible():
        command()
    assert (end.value.code, tidied) == (143, [1])


def test_without_a_signal_an_error_stays_an_error() -> None:
    with pytest.raises(ZeroDivisionError), interruptible():
        raise ZeroDivisionError


@posix
@pytest.mark.fault(
    "Ctrl-C, or SIGTERM, in a stage",
    "the signal to the stage's process",
    "one line says what is saved and how to go on; status 130 or 143",
)
@BOTH
def test_a_stage_ends_in_one_line(number: int, workspace: Path) -> None:
    stage = subprocess.Popen([sys.executable, "-c", STAGE], stderr=subprocess.PIPE, text=True)
    wait_for(Path("pid"))
    stage.send_signal(number)
    _, told = stage.communicate(timeout=60)
    assert stage.returncode == 128 + number
    assert told.splitlines() == [
        "interrupted; saved: gan x, iteration 7 of 9; the same command goes on from there"
    ]


@posix
@pytest.mark.fault(
    "Ctrl-C, or SIGTERM, while a stage still imports its libraries",
    "the signal to the stage's process",
    "one line; status 130 or 143",
)
@BOTH
def test_a_stage_that_has_not_begun_ends_in_one_line(number: int, workspace: Path) -> None:
    Path("stages").mkdir()
    Path("stages/script.py").write_text(SCRIPT)
    command = [sys.executable, "stages/script.py"]
    stage = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(Path("pid"))
    stage.send_signal(number)
    _, told = stage.communicate(timeout=60)
    assert stage.returncode == 128 + number
    assert told == (
        "interrupted; what was there before is as it was; the same command begins again\n"
    )


@posix
@pytest.mark.fault(
    "kill -9 of DVC while a stage runs", "the signal to DVC's process", "the stage ends within 2 s"
)
def test_a_stage_ends_with_the_dvc_that_started_it(workspace: Path) -> None:
    dvc = subprocess.Popen([sys.executable, "-c", DVC], stderr=subprocess.DEVNULL)
    process = wait_for(Path("pid"))
    dvc.kill()
    dvc.wait()
    assert has_ended(process)


@posix
@pytest.mark.fault(
    "Ctrl-C in the command `synthdigits`",
    "the signal to its process",
    "one line and status 130; no traceback",
)
def test_the_command_ends_in_one_line(workspace: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from synthdigits import cli; import os\n"
        "def wait(): Path('pid').write_text(str(os.getpid())); time.sleep(60)\n"
        "cli.app.command()(wait); sys.argv = ['synthdigits', 'wait']; cli.main()"
    )
    command = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    wait_for(Path("pid"))
    command.send_signal(signal.SIGINT)
    _, told = command.communicate(timeout=60)
    assert command.returncode == 130
    assert len(told.splitlines()) == 1
    assert told.startswith("interrupted; what was there before is as it was")
