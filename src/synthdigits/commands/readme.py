"""`make readme`: tables of the report and of timings.csv, between the markers of the pages.

`<!-- table: NAME -->` begins a place for one of :data:`TABLES`, `<!-- end -->` ends it. What stands
between them is written anew, so that no figure is copied by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from synthdigits.config import paths
from synthdigits.orchestration.graph import longest_path, needed_for, read_waits_for, total
from synthdigits.orchestration.timings import Timing, longest, read_timings
from synthdigits.plumbing.errors import SynthdigitsError

REPORT = paths.METRICS / "report.md"
PAGES = (Path("README.md"), Path("docs/results.md"))
WIDTH = 120
TABLES: Mapping[str, tuple[str, int]] = {
    "accuracy": ("Accuracy on real test digits", 0),
    "study": ("What synthetic digits add to a few real ones", 0),
    "gains": ("What synthetic digits add to a few real ones", 1),
    "classifiers": ("Classifiers", 0),
    "generators": ("Generators, side by side", 0),
    "fidelity": ("Generators, side by side", 1),
    "trainings": ("Generators, side by side", 2),
    "membership": ("Generators, side by side", 3),
    "documents": ("Generators, side by side", 4),
    "inpainters": ("Inpainters", 0),
    "sets": ("Sets", 0),
    "commands": ("Where the time went", 0),
    "timings": ("Where the time went", 1),
}
"""Section, and which of its tables."""
BEST_SET = "generate@conditional"
"""What `make digits` makes, with all that it needs."""
Table = list[list[str]]


def main() -> None:
    try:
        text = sections()
        pages = {page: filled(page.read_text(encoding="utf-8"), text) for page in PAGES}
    except (FileNotFoundError, SynthdigitsError) as error:
        sys.exit(str(error))
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8", newline="\n")


def sections(project: Path = Path()) -> str:
    """The report, and behind it a section on where the time of the last whole run went."""
    report = (project / REPORT).read_text(encoding="utf-8")
    timings, waits_for = read_timings(project / paths.TIMINGS), read_waits_for(project)
    title = "\n## Where the time went\n"
    return report + "\n".join([title, time_of_commands(timings, waits_for), time_spent(timings)])


def time_of_commands(timings: Mapping[str, Timing], waits_for: Mapping[str, frozenset[str]]) -> str:
    """A table: what a part of the pipeline takes, and the whole, in minutes.

    The part is counted with a core for each stage that may run beside another one.

    Raises:
        SynthdigitsError: a stage of the part was never timed.
    """
    part = needed_for([BEST_SET], waits_for)
    if untimed := sorted(set(part) - set(timings)):
        raise SynthdigitsError(f"{paths.TIMINGS}: no {untimed[0]}: `make repro` times it")
    seconds = {name: timing.seconds for name, timing in timings.items()}
    done = total(longest_path(part, seconds), seconds)
    rows: list[tuple[object, ...]] = [
        ("command", "stages", "minutes of work", "done after (minutes)"),
        ("---",) * 4,
        ("`make digits`", len(part), _minutes(total(list(part), seconds)), _minutes(done)),
        ("`make repro`", len(timings), _minutes(sum(seconds.values())), _minutes(_end(timings))),
    ]
    return _table(rows)


def time_spent(timings: Mapping[str, Timing]) -> str:
    """A table of the longest stages, and the whole run in its last row."""
    rows: list[tuple[object, ...]] = [
        ("stage", "seconds", "waited for", "then for a core"),
        ("---",) * 4,
    ]
    for timing in longest(timings):
        waited = f"{timing.started - timing.ready:.0f} s"
        rows.append((f"`{timing.stage}`", f"{timing.seconds:.0f}", f"`{timing.after}`", waited))
    spent = sum(timing.seconds for timing in timings.values())
    rows.append((f"all {len(timings)}", f"{spent:.0f}", f"done after {_end(timings):.0f} s", ""))
    return _table(rows)


def _end(timings: Mapping[str, Timing]) -> float:
    return max((timing.ended for timing in timings.values()), default=0.0)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f}"


def _table(rows: Sequence[Sequence[object]]) -> str:
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def filled(page: str, report: str) -> str:
    """The page with the report's tables between its markers.

    Raises:
        SynthdigitsError: a marker names no table, or the report has no such table.
    """
    tables = tables_of(report)

    def between(match: re.Match[str]) -> str:
        return f"{match[1]}\n{_markdown(_named(tables, match[2]))}\n{match[4]}"

    return re.sub(r"(<!-- table: (\w+) -->)\n(.*?)(<!-- end -->)", between, page, flags=re.S)


def tables_of(report: str) -> dict[str, list[Table]]:
    """Cells, as they are padded, of every table by the section of the report in which it stands."""
    tables: dict[str, list[Table]] = {}
    section, before = "", ""
    for line in report.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("|"):
            if not before.startswith("|"):
                tables.setdefault(section, []).append([])
            tables[section][-1].append(line[1:-1].split("|"))
        before = line
    return tables


def _named(tables: Mapping[str, list[Table]], name: str) -> Table:
    if name not in TABLES:
        raise SynthdigitsError(f"table {name!r}: allowed: {', '.join(TABLES)}")
    section, place = TABLES[name]
    if len(tables.get(section, [])) <= place:
        raise SynthdigitsError(f"{REPORT}: no table {place + 1} in the section {section!r}")
    return tables[section][place]


def _markdown(table: Table) -> str:
    """The table in as few parts as the width of a page allows, each with the first column."""
    columns = list(range(1, len(table[0])))
    for parts in range(1, len(columns) + 1):
        size = -(-len(columns) // parts)
        cut = [columns[start : start + size] for start in range(0, len(columns), size)]
        pieces = ["\n".join(_rows(table, [0, *chosen])) for chosen in cut]
        if max(len(line) for piece in pieces for line in piece.splitlines()) <= WIDTH:
            break
    return "\n\n".join(pieces)


def _rows(table: Table, columns: Sequence[int]) -> Iterator[str]:
    for cells in table:
        yield f"|{'|'.join(cells[column] for column in columns)}|"


if __name__ == "__main__":
    main()
