"""`make same-bytes REV=main`: does the work tree make the same bytes as a revision?

Exit status: 0 all is the same; 1 something differs; 2 it could not be told.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.command_line import app_of, end
from synthdigits.commands.two_demos import run_demos
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import shown

NAME = "python -m synthdigits.commands.same_bytes"

OUTS = ("data", "metrics")
"""Where the stages of any revision write."""
TIMINGS = rb"seconds?|speed"
"""Words that mark a figure as a timing: ``train_seconds``, ``images per second`` …"""
TIMED_FIGURE = re.compile(rb'("(?:\w+_)?(?:%s)(?:_\w+)?"\s*:\s*)[-+.\deE]+' % TIMINGS)
TIMED_COLUMN = re.compile(rb"\b(?:%s)\b" % TIMINGS)
CODE_AND_STAGES = re.compile(
    rb'^  "(?:code|stages)": \{(?:\}|.*?^  \}),?$', re.MULTILINE | re.DOTALL
)


def differences(older: Path, newer: Path, renames: Mapping[str, str]) -> list[str]:
    """One line for each out that differs or that one of two project folders misses.

    Raises:
        SynthdigitsError: two outs would lie at one place after the renames.
    """
    before, after = outs(older), outs(newer)
    moved = {renamed(name, renames): path for name, path in before.items()}
    if len(moved) < len(before):
        raise SynthdigitsError("the renames lead two outs to one name")
    lines = []
    for name in sorted(moved.keys() | after.keys()):
        if name not in after:
            lines.append(f"{name}: missing in the work tree")
        elif name not in moved:
            lines.append(f"{name}: only in the work tree")
        elif counted(name, moved[name].read_bytes()) != counted(name, after[name].read_bytes()):
            lines.append(f"{name}: differs")
    return lines


def outs(project: Path) -> dict[str, Path]:
    """Every file under data/ and metrics/, by its name in the project."""
    files = (path for name in OUTS for path in (project / name).rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path for path in files}


def renamed(name: str, renames: Mapping[str, str]) -> str:
    """An out's new name; of several beginnings that fit, the longest decides."""
    old = max((old for old in renames if name.startswith(old)), key=len, default="")
    return renames.get(old, "") + name.removeprefix(old)


def counted(name: str, content: bytes) -> bytes:
    """What of an out counts: all but timings, and ``code`` and ``stages`` of a set's manifest.

    Text is cut, not parsed, so that everything else counts to the byte.
    """
    path = Path(name)
    if path.match("data/export/*/manifest.json"):
        return CODE_AND_STAGES.sub(b"", content)
    if path.parts[0] == "metrics" and path.suffix == ".json":
        return TIMED_FIGURE.sub(rb"\1", content)
    if path.parts[0] == "metrics" and path.suffix == ".md":
        return _without_timed_cells(content)
    return content


def _without_timed_cells(page: bytes) -> bytes:
    """A Markdown page whose tables have nothing below a header that names a timing."""
    lines: list[bytes] = []
    for is_table, block in groupby(page.split(b"\n"), lambda line: line.startswith(b"|")):
        if not is_table:
            lines += block
            continue
        header, *rows = (line.split(b"|") for line in block)
        timed = {place for place, cell in enumerate(header) if TIMED_COLUMN.search(cell)}
        emptied = [
            [b"" if place in timed else cell for place, cell in enumerate(row)] for row in rows
        ]
        lines += [b"|".join(row) for row in (header, *emptied)]
    return b"\n".join(lines)


@contextmanager
def _temporary_folder(keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="same-bytes-"))
    try:
        yield folder
    finally:
        if keep:
            typer.echo(f"kept: {folder}", err=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def same_bytes(
    revision: Annotated[str, typer.Argument(metavar="REV", help="A Git revision.")] = "main",
    rename: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OLD=NEW",
            help="What begins with OLD in REV begins with NEW here; again for more.",
        ),
    ] = None,
    keep: Annotated[bool, typer.Option(help="Keep the two folders; say where they are.")] = False,
) -> None:
    """Run the demo of a revision and of the work tree; list every out that differs.

    Timings don't count, nor do `code` and `stages` in the manifests of exported sets.
    """
    renames = _pairs(rename or [])
    with _temporary_folder(keep) as folder:
        typer.echo(f"Running the demo of {revision} and of the work tree …", err=True)
        older, newer = run_demos(revision, folder)
        lines = differences(older, newer, renames)
        same = f"{revision} and the work tree make the same {len(outs(newer))} files"
    typer.echo("\n".join(lines or [same]))
    raise typer.Exit(1 if lines else 0)


def _pairs(rename: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in rename:
        old, is_written, new = pair.partition("=")
        if not is_written or not old or old in pairs:
            raise SynthdigitsError(f"rename {shown(pair)}: OLD=NEW is needed, each OLD once")
        pairs[old] = new
    return pairs


app = app_of(same_bytes)

if __name__ == "__main__":
    end(app, NAME)
