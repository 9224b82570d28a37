"""Every bad input ends in one line; and the suite would notice if it didn't."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reliability.doors import Case, Door, WrongAnswerError, knock
from reliability.page import PAGE, door_row, fault_table

HERE = Path(__file__).parent
FEWEST_CASES, FEWEST_OF_A_DOOR = 1500, 80
DOORS: list[Door] = [
    import_module(f"reliability.{module.name}").DOOR
    for module in iter_modules([str(HERE)])
    if module.name.endswith("_door")
]
every_door = pytest.mark.parametrize("door", DOORS, ids=[door.name for door in DOORS])


def answers(door: Door) -> Counter[str]:
    """What the door answers to all of its cases; the same cases at every run.

    Raises:
        WrongAnswerError: at the first wrong answer.
    """
    counts: Counter[str] = Counter()

    @settings(
        max_examples=door.examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(door.cases)
    def enter(case: Case) -> None:
        with tempfile.TemporaryDirectory() as folder:
            counts[knock(door, case, Path(folder))] += 1

    enter()
    return counts


@every_door
def test_every_bad_input_ends_in_one_line(door: Door) -> None:
    counts = answers(door)
    assert counts["refused"] > 0
    assert counts.total() >= FEWEST_OF_A_DOOR
    cells = door_row(door.name, counts)[:2]
    assert f"| {' | '.join(cells)} |" in PAGE.read_text(encoding="utf-8"), "make reliability"


@every_door
@pytest.mark.parametrize("broken", ["raises", "accepts"])
def test_a_broken_parser_is_found(door: Door, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def parser(*_given: Any, **_named: Any) -> None:
        if broken == "raises":
            raise KeyError("planted")

    monkeypatch.setattr(door.parser, parser)
    with pytest.raises(WrongAnswerError, match="traceback" if broken == "raises" else "."):
        answers(replace(door, examples=20))


def test_there_are_enough_cases() -> None:
    assert sum(door.examples for door in DOORS) >= FEWEST_CASES
    assert all(door.examples >= FEWEST_OF_A_DOOR for door in DOORS)


def test_the_page_has_every_fault_that_a_test_names() -> None:
    assert fault_table() in PAGE.read_text(encoding="utf-8"), "make reliability"
