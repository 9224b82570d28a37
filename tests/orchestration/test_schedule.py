"""What runs next: order, what is passed over, what stands alone, what a failure keeps back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from synthdigits.orchestration.graph import StageGraph, longest_path
from synthdigits.orchestration.schedule import Schedule
from synthdigits.plumbing.errors import SynthdigitsError

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


def test_a_target_brings_what_it_waits_for_and_nothing_else() -> None:
    families = {**DIAMOND, "train@a": ("short",), "train@b": ("long",), "other": ()}
    everything = graph(families, changed="data train@b other", alone="data other")
    one = everything.needed_for(["train@a"])
    assert set(one.waits_for) == {"data", "short", "train@a"}
    assert one.changed == one.alone == frozenset({"data"})
    both = everything.needed_for(["train"])
    assert set(both.waits_for) == {"data", "short", "long", "train@a", "train@b"}
    assert set(everything.needed_for(["short", "other"]).waits_for) == {"data", "short", "other"}


@pytest.mark.parametrize("target", ["trains", "train@c", "a", ""])
def test_a_target_that_is_no_stage_is_an_error(target: str) -> None:
    with pytest.raises(SynthdigitsError, match=f"no stage '{target}'"):
        graph({"train@a": (), "train@b": ()}).needed_for([target])
