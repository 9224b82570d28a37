"""The README tells what the repository holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def readme(project: Path) -> str:
    return (project / "README.md").read_text(encoding="utf-8")


def test_every_figure_of_the_results_stands_in_the_report(readme: str, project: Path) -> None:
    results = readme.split("## Results")[1].split("\n## ")[0]
    report = (project / "metrics/report.md").read_text(encoding="utf-8")
    rows = [line for line in results.splitlines() if re.match(r"\| `", line)]
    assert len(rows) >= 9
    for row in rows:
        assert row in report.splitlines()


def test_every_link_and_picture_leads_somewhere(readme: str, project: Path) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in target]
    assert targets
    assert [target for target in targets if not (project / target).exists()] == []


def test_every_make_target_that_it_names_exists(readme: str, project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make (\w+)`", readme)) | set(
        re.findall(r"^make (\w+)", readme, re.M)
    )
    assert {"repro", "test", "demo"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M), target
