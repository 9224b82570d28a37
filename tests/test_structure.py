"""The drawing in docs/structure.md is that of the import statements."""

from __future__ import annotations

from pathlib import Path

from synthdigits.commands.structure import PAGE, SOURCE, drawn, imports_between, nearest

ROOMS = {"cli": {"digits", "config"}, "digits": {"config"}, "config": set[str]()}


def test_the_drawing_is_not_stale(project: Path) -> None:
    """Where this fails, `make structure` draws it."""
    page = (project / PAGE).read_text(encoding="utf-8")
    assert "flowchart" in page
    assert drawn(page, imports_between(project / SOURCE)) == page


def test_a_new_import_makes_it_stale() -> None:
    page = drawn("Before.\n<!-- structure -->\n<!-- end -->\nAfter.\n", ROOMS)
    assert page.startswith("Before.\n")
    assert page.endswith("After.\n")
    assert drawn(page, ROOMS) == page
    assert drawn(page, {**ROOMS, "digits": {"config", "cli"}}) != page


def test_an_arrow_that_others_stand_for_is_left_out_of_the_drawing_alone() -> None:
    assert nearest("cli", ROOMS) == {"digits"}
    page = drawn("<!-- structure -->\n<!-- end -->\n", ROOMS)
    assert "cli --> digits" in page
    assert "cli --> config" not in page
    assert "- `cli`: config, digits" in page
