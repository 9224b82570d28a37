"""What runs next: order, what is passed over, what stands alone, what a failure keeps back."""

from __future__ import annotations

from collections.abc import Mapping

from synthdigits.orchestration.graph import StageGraph, longest_path
from synthdigits.orchestration.schedule import Schedule

DIAMOND = {"data": (), "short": ("data",), "long": ("data",), "report": ("short", "long")}


def graph(
    waits_for: Mapping[str, tuple[str, ...]], changed: str = "", alone: str = ""
) -> StageGraph:
    every = {name: frozenset(others) for name, others in waits_for.items()}
    return StageGraph(every, frozenset(changed.split() or every), frozenset(alone.split()))


def all_at_once(schedule: Schedule) -> list[str]:
    started = []
    while name := schedule.next():
        started.append(name)
    return started


def test_a_stage_starts_when_all_that_it_waits_for_is_done() -> None:
    schedule = Schedule(graph(DIAMOND), {})
    assert all_at_once(schedule) == ["data"]
    schedule.finished("data")
    assert set(all_at_once(schedule)) == {"short", "long"}
    schedule.finished("short")
    assert schedule.next() is None
    schedule.finished("long")
    assert schedule.next() == "report"


def test_the_longest_way_ahead_goes_first() -> None:
    chain = {"a": (), "b": (), "after b": ("b",)}
    assert all_at_once(Schedule(graph(chain), {"a": 5, "b": 1, "after b": 3})) == ["a", "b"]
    assert all_at_once(Schedule(graph(chain), {"a": 5, "b": 1, "after b": 6})) == ["b", "a"]


def test_what_is_unchanged_is_passed_over_until_something_before_it_has_run() -> None:
    schedule = Schedule(graph(DIAMOND, changed="short"), {})
    assert all_at_once(schedule) == ["short"]
    schedule.finished("short")
    assert all_at_once(schedule) == ["report"]
    schedule.finished("report")
    assert schedule.ran == {"short", "report"}


def test_nothing_runs_beside_a_stage_that_stands_alone() -> None:
    apart = {"a": (), "study": (), "b": ("a",), "c": ("study",)}
    schedule = Schedule(graph(apart, alone="study"), {"study": 1000})
    assert all_at_once(schedule) == ["a"]
    schedule.finished("a")
    assert all_at_once(schedule) == ["b"]
    schedule.finished("b")
    assert all_at_once(schedule) == ["study"]
    schedule.finished("study")
    assert all_at_once(schedule) == ["c"]


def test_a_failure_keeps_back_what_waits_for_it_and_nothing_else() -> None:
    two = {**DIAMOND, "after report": ("report",), "other": ("data",)}
    schedule = Schedule(graph(two), {})
    schedule.next()
    schedule.finished("data")
    assert set(all_at_once(schedule)) == {"short", "long", "other"}
    schedule.has_failed("long")
    schedule.finished("short")
    schedule.finished("other")
    assert schedule.next() is None
    assert schedule.failed == {"long"}
    assert schedule.left_out == ["report", "after report"]


def test_the_critical_path_is_the_longest_by_seconds() -> None:
    seconds = {"data": 1.0, "short": 2.0, "long": 3.0, "report": 1.0}
    assert longest_path(graph(DIAMOND).waits_for, seconds) == ["data", "long", "report"]
    assert longest_path({}, {}) == []
