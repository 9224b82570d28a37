"""Lines stay readable beside one another: 120 characters, and 100 in Python, which ruff holds."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from conftest import PROJECT

WIDTH = 120
PATTERNS = ("*.md", "*.yaml", "*.yml", "*.j2", "Makefile", ".ci/run")
WRITTEN_BY_RUNS = ("metrics/", "docs/digits/report.md", "docs/reliability.md", "tests/fixtures/")


def tracked() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PATTERNS]
    listing = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    return [file for file in listing.stdout.splitlines() if not file.startswith(WRITTEN_BY_RUNS)]


def too_long(text: str) -> list[int]:
    """Numbers of the lines that are longer than a page is wide."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > WIDTH]


@pytest.mark.parametrize("file", tracked())
def test_no_line_is_longer_than_a_page_is_wide(file: str) -> None:
    path = PROJECT / file
    if path.exists():  # a file that was deleted and not yet committed is still listed
        assert too_long(path.read_text(encoding="utf-8")) == []


def test_the_pages_that_people_read_are_among_them() -> None:
    assert {"README.md", "docs/results.md", "dvc.yaml", "params.yaml", "Makefile"} <= set(tracked())


def test_characters_are_counted_not_bytes() -> None:
    assert too_long("é" * WIDTH) == []
    assert too_long(f"a\n{'é' * (WIDTH + 1)}\n") == [2]


def test_ruff_holds_the_width_of_python(project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["ruff"]["line-length"] == 100
    assert "E" in settings["tool"]["ruff"]["lint"]["select"]
