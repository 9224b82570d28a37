"""A stage tells a person what is wrong in one message, and hides no other failure."""

from __future__ import annotations

import sys

import pytest

from synthdigits.plumbing import stage
from synthdigits.plumbing.errors import SynthdigitsError


def test_an_error_for_people_becomes_one_message_and_exit_status_1() -> None:
    def broken() -> None:
        raise SynthdigitsError("the thing is missing")

    with pytest.raises(SystemExit) as stop:
        stage.run(broken)
    assert stop.value.code == "error: the thing is missing"


def test_a_bug_keeps_its_traceback() -> None:
    def buggy() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stage.run(buggy)


def test_a_name_is_picked_from_those_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["train_gan.py", "b"])
    assert stage.chosen_name("gan", ["a", "b"]) == "b"
    monkeypatch.setattr(sys, "argv", ["train_gan.py", "c"])
    with pytest.raises(SystemExit):
        stage.chosen_name("gan", ["a", "b"])
    assert "argument gan: invalid choice: 'c'" in capsys.readouterr().err
