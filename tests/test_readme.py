"""README.md and docs/ tell what the repository holds, and their tables are those of metrics/."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import PROJECT
from reporting.conftest import plant, plant_study
from synthdigits.commands import readme
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.orchestration.graph import needed_for, read_waits_for
from synthdigits.orchestration.timings import Timing, write_timings
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reporting.gathering import gather
from synthdigits.reporting.report import render

MOST_LINES = 180
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PAGES += [path.relative_to(PROJECT).as_posix() for path in sorted(PROJECT.glob("docs/**/*.md"))]
WAITS_FOR = {
    "download": frozenset[str](),
    "train_gan@conditional": frozenset({"download"}),
    "train_classifier@cnn": frozenset({"download"}),
    "generate@conditional": frozenset({"train_gan@conditional", "train_classifier@cnn"}),
    "train_gan@other": frozenset({"download"}),
}
TIMINGS = {
    stage: Timing(stage, "download", ready=60.0, started=70.0, seconds=seconds)
    for stage, seconds in zip(WAITS_FOR, (60.0, 540.0, 120.0, 60.0, 900.0), strict=True)
}


def report_of(params: Params) -> str:
    """The report of planted figures."""
    gans, inpainters = list(params.gans), list(params.inpainters)
    plant(gans, inpainters)
    report = render(gather(gans, inpainters), params, curves=False)
    parts = ["## Where the time went", readme.time_of_commands(TIMINGS, WAITS_FOR)]
    return "\n\n".join([report, *parts, readme.time_spent(TIMINGS)])


def page_of(*names: str) -> str:
    return "".join(f"Before.\n\n<!-- table: {name} -->\n<!-- end -->\n\nAfter.\n" for name in names)


@pytest.mark.parametrize("page", readme.PAGES, ids=str)
def test_its_tables_are_those_of_the_committed_metrics(page: Path) -> None:
    """Where this fails, `make readme` writes them."""
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert readme.filled(text, readme.sections(PROJECT)) == text


@pytest.mark.parametrize("page", readme.PAGES, ids=str)
def test_figures_in_its_prose_are_those_of_published_lengths(page: Path) -> None:
    """What changes with a run stands between markers; docs/published is of one day and stays."""
    text = (PROJECT / page).read_text(encoding="utf-8")
    prose = re.sub(r"<!-- table: .*?<!-- end -->", "", text, flags=re.S)
    published = (PROJECT / "docs/published/README.md").read_text(encoding="utf-8")
    figures = re.findall(r"[+-]\d+\.\d\d|\d+\.\d\d(?= %)", prose)
    assert figures
    assert [figure for figure in figures if figure not in published] == []


def test_every_table_is_found_in_a_report(params: Params, workspace: Path) -> None:
    report = report_of(params)
    page = readme.filled(page_of(*readme.TABLES), report)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert "| `real` | 90.00 % | 88.00 % – 92.00 % | 1000 |" in rows
    assert "| `masked` | yes |" in rows
    assert "| `make digits` | 4 | 13 | 11 |" in rows
    assert "| `make repro` | 5 | 28 | 16 |" in rows
    assert "| `train_gan@other` | 900 | `download` | 10 s |" in rows
    assert "| all 5 | 1680 | done after 970 s |  |" in rows
    assert {"Before.", "After."} <= set(page.splitlines())
    assert readme.filled(page, report) == page


def test_the_time_of_a_part_that_was_never_timed_is_an_error() -> None:
    timings = {stage: timing for stage, timing in TIMINGS.items() if "cnn" not in stage}
    with pytest.raises(SynthdigitsError, match="no train_classifier@cnn: `make repro` times it"):
        readme.time_of_commands(timings, WAITS_FOR)


def test_make_digits_makes_what_the_table_times(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^digits:.*\n\t.*commands\.repro .*{readme.BEST_SET}$", makefile, re.M)
    needed = needed_for([readme.BEST_SET], read_waits_for(project))
    assert set(needed) == set(WAITS_FOR) - {"train_gan@other"}


def test_a_figure_that_changed_makes_a_page_stale(params: Params, workspace: Path) -> None:
    page = readme.filled(page_of("gains"), report_of(params))
    plant_study({"mean": 0.5, "low": 0.4, "high": 0.6, "subsets": 2})
    gans, inpainters = list(params.gans), list(params.inpainters)
    report = render(gather(gans, inpainters), params, curves=False)
    assert readme.filled(page, report) != page
    assert "+50.00 (+40.00 … +60.00)" in readme.filled(page, report)


def test_a_figure_that_was_changed_by_hand_is_put_right(params: Params, workspace: Path) -> None:
    report = report_of(params)
    page = readme.filled(page_of("accuracy"), report)
    wrong = page.replace("90.00 %", "99.99 %")
    assert wrong != page
    assert readme.filled(wrong, report) == page


def test_a_table_that_is_too_wide_is_given_in_parts(params: Params, workspace: Path) -> None:
    page = readme.filled(page_of("gains", "fidelity"), report_of(params))
    assert max(map(len, page.splitlines())) <= readme.WIDTH
    headings = [line for line in page.splitlines() if line.startswith(("| gain |", "| name |"))]
    assert headings == [
        "| gain | 100 real | 1000 real |",
        "| gain | 10000 real | 60000 real |",
        "| name | kernel distance | precision | recall | density | coverage |",
        "| name | ÷ floor: recall | coverage | nearest-neighbour ratio | in pixels | duplicates |",
    ]


def test_a_table_that_does_not_exist_is_an_error(params: Params, workspace: Path) -> None:
    with pytest.raises(SynthdigitsError, match="'prices': allowed: accuracy, study"):
        readme.filled(page_of("prices"), "")
    with pytest.raises(SynthdigitsError, match="no table 1 in the section 'Sets'"):
        readme.filled(page_of("sets"), "# A report of nothing\n")


def test_the_command_writes_all_pages_or_none(
    params: Params, workspace: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readme, "read_waits_for", lambda _: WAITS_FOR)
    write_timings(paths.TIMINGS, TIMINGS)
    readme.REPORT.parent.mkdir(exist_ok=True)
    readme.REPORT.write_text("# A report of nothing\n", encoding="utf-8")
    for page in readme.PAGES:
        page.parent.mkdir(exist_ok=True)
        shutil.copy(project / page, page)
    before = [page.read_bytes() for page in readme.PAGES]
    with pytest.raises(SystemExit, match="no table 1"):
        readme.main()
    assert [page.read_bytes() for page in readme.PAGES] == before
    readme.REPORT.write_text(report_of(params), encoding="utf-8")
    readme.main()
    for page in readme.PAGES:
        text = page.read_text(encoding="utf-8")
        assert "| `synthetic_only.conditional` | 90.00 % | 88.00 % – 92.00 % | 1000 |" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_leads_somewhere(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    for target, _, heading in (link.partition("#") for link in links if "://" not in link):
        file = ((PROJECT / page).parent / target) if target else PROJECT / page
        assert file.exists(), target
        if heading:
            assert heading in anchors(file.read_text(encoding="utf-8")), f"{target}#{heading}"


def anchors(page: str) -> set[str]:
    """What GitHub makes of headings."""
    headings = re.findall(r"^#+ (.+)$", page, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_it_names_exists(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`make ([\w-]+)", text) + re.findall(r"^make ([\w-]+)", text, re.M)
    assert {"repro", "test"} <= set(named)
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_file_that_it_names_exists(project: Path) -> None:
    """Paths in code spans, as they stand or in the package."""
    planned = {"src/synthdigits/gans/lsgan.py"}
    for page in PAGES:
        text = (project / page).read_text(encoding="utf-8")
        for name in set(re.findall(r"`((?:\w+/)+\w+\.py)`", text)) - planned:
            assert any((project / root / name).exists() for root in ("", "src/synthdigits")), name


def test_the_readme_is_short(project: Path) -> None:
    assert len((project / "README.md").read_text(encoding="utf-8").splitlines()) <= MOST_LINES
