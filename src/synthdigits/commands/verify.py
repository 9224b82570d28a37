"""`synthdigits verify`: whether a set holds what its manifest says."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.export.checks import verify as verification
from synthdigits.plumbing.wording import one_line


def verify(
    path: Annotated[Path, typer.Argument(help="The folder of an exported set.")],
    rows: Annotated[int, typer.Option(min=0, help="Random rows to make again.")] = 8,
    as_json: AsJson = False,
) -> None:
    """Check an exported set: files, pixels, counts, columns, card; and make random rows again.

    The first line names the first bad file, and the row where there is one.

    synthdigits verify data/export/synthetic-conditional
    """
    verdict = verification.verify(path, rows)
    name = one_line(verdict.name)
    lines = [f"{name}: {fault}" for fault in verdict.faults] or [
        f"{name}: {verdict.files} files, {verdict.images} decoded images and "
        f"{verdict.made_again} rows made again are what the manifest says"
    ]
    say(dataclasses.asdict(verdict), "\n".join(lines), as_json)
    raise typer.Exit(1 if verdict.faults else 0)
