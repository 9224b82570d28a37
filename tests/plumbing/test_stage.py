"""A stage tells a person what is wrong in one message, and hides no other failure."""

from __future__ import annotations

import sys

import pytest
import torch

from synthdigits.plumbing import stage
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.progress import SHOWN, progress_bar


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


def test_a_stage_computes_on_one_thread() -> None:
    before, seen = torch.get_num_threads(), []
    torch.set_num_threads(2)
    try:
        stage.run(lambda: seen.append(torch.get_num_threads()))
    finally:
        torch.set_num_threads(before)
    assert seen == [1]


def test_a_bar_is_shown_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked, shown in ((False, ""), (True, "steps")):
        if asked:
            monkeypatch.setenv(SHOWN, "1")
        assert list(progress_bar(range(3), desc="steps")) == [0, 1, 2]
        assert shown in capsys.readouterr().err
    assert not progress_bar(range(3)).disable
