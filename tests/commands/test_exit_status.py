"""0: all is well; 1: the answer is no; 2: it could not be done. One line on stderr says why."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import typer
from PIL import Image

from reading.strokes import seven
from stand_ins import FILES, FIXTURE
from synthdigits import cli
from synthdigits.commands import demo, release, ruler, same_bytes, weights
from synthdigits.commands.command_line import app_of, end
from synthdigits.export.documents import refusal

SAMPLE = ("sample", "--weights", str(FILES["conditional"]), "--count", "2", "--out")
INPAINT = ("inpaint", "--weights", str(FILES["unet"]), "--mask", "white.png", "--out", "a.png")
READ = ("read", "--weights", str(FILES["cnn"]))
COMMANDS = ("sample", "inpaint", "read", "measure", "export", "verify", "diff", "describe")


@pytest.fixture
def here(workspace: Path) -> Path:
    """A working directory with pictures, a whole set, a changed one and a refused one."""
    Image.fromarray(seven()).save("seven.png")
    Image.new("L", (28, 28), 255).save("white.png")
    Image.new("L", (28, 28)).save("black.png")
    for name in ("whole", "changed"):
        shutil.copytree(FIXTURE / "inpainted-unet", name)
    Path("changed/LICENCE.txt").write_text("do as you like")
    refusal.write_refusal(Path("refused"), ["class 3 has no image"])
    return workspace


def status_of(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(sys, "argv", ["synthdigits", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return stop.value.code


@pytest.mark.parametrize(
    "arguments",
    [
        (*SAMPLE, "a.npz"),
        (*INPAINT, "black.png"),
        (*READ, "seven.png"),
        ("describe", "whole"),
        ("describe", "refused"),
        ("verify", "whole", "--rows", "1"),
        ("--help",),
    ],
)
def test_what_was_done_is_0(
    arguments: tuple[str, ...], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status_of(arguments, monkeypatch) == 0


@pytest.mark.fault(
    "a set that is damaged or was refused",
    "a changed file in it; a refused.json in its place",
    "verify exits with 1, and with 2 only where there is nothing to look at",
)
@pytest.mark.parametrize("name", ["changed", "refused"])
def test_a_no_is_1(name: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status_of(("verify", name), monkeypatch) == 1
    assert status_of(("verify", name, "--json"), monkeypatch) == 1


@pytest.mark.fault(
    "something that a command can't do",
    "missing and foreign files, places that can't be written, revisions that are none",
    "one line, exit status 2",
)
@pytest.mark.parametrize(
    "arguments",
    [
        (*SAMPLE, "a.doc"),
        ("sample", "--weights", "none", "--out", "a.npz"),
        (*INPAINT, "none.png"),
        (*READ, "none.png"),
        ("measure", "none"),
        ("measure", "seven.png"),
        ("export",),
        ("verify", "none"),
        ("verify", "seven.png"),
        ("verify", "."),
        ("diff", "HEAD"),
        ("describe", "none"),
        ("describe", "seven.png"),
    ],
)
def test_what_can_not_be_done_is_2(
    arguments: tuple[str, ...],
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status_of(arguments, monkeypatch) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert told.err.count("\n") == 1


@pytest.mark.fault(
    "a command line that is none",
    "unknown commands and options, missing and superfluous arguments, no numbers",
    "one line that names the command's help, exit status 2",
)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("wrong", [("--nothing",), ("--json=1",), ("-x",)])
def test_wrong_options_are_2(
    command: str,
    wrong: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status_of((command, *wrong), monkeypatch) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.endswith(" --help` says more\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("sampel",), ("--nothing",), ("sample",), ("read", "--show")]
)
def test_no_command_line_is_2(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(arguments, monkeypatch) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_at_all_is_the_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of((), monkeypatch) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("app", "arguments"),
    [
        (same_bytes.app, ["--nothing"]),
        (same_bytes.app, ["HEAD", "--rename", "data"]),
        (same_bytes.app, ["HEAD", "--rename", "a=b", "--rename", "a=c"]),
        (same_bytes.app, ["--", "--output=stolen"]),
        (same_bytes.app, ["HEAD"]),
        (app_of(demo.main), []),
        (app_of(weights.main), []),
        (app_of(weights.main), ["nowhere"]),
        (app_of(ruler.main), []),
        (app_of(release.main), ["1.2.3", "4.5.6"]),
    ],
)
def test_the_makefiles_commands_have_the_same_statuses(
    app: typer.Typer,
    arguments: list[str],
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["it", *arguments])
    with pytest.raises(SystemExit) as stop:
        end(app, "it")
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: ")
    assert not (workspace / "stolen").exists()
