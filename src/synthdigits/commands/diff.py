"""`synthdigits diff`: what changed between the sets of two revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from synthdigits.commands.answer import AsJson, say

if TYPE_CHECKING:
    from synthdigits.export.comparing import Change


def diff(
    older: Annotated[str, typer.Argument(help="A Git revision: main, v1.0, HEAD~3 …")],
    newer: Annotated[str, typer.Argument(help="Another.")] = "HEAD",
    out: Annotated[Path, typer.Option(help="Folder for a sheet of each set.")] = Path("diff"),
    as_json: AsJson = False,
) -> None:
    """What changed between the synthetic sets of two revisions: counts, pixels, metrics.

    Sheets show the first images, older over newer.

    synthdigits diff main my-branch
    """
    from synthdigits.export.comparing import compare
    from synthdigits.reporting.metrics_files import write_image

    same, changes = compare(older, newer)
    for change in changes:
        write_image(out / f"{change.name}.png", change.sheet)
    facts = [
        {key: value for key, value in vars(change).items() if key != "sheet"} for change in changes
    ]
    lines = [f"{name}: the same" for name in same]
    lines += [line for change in changes for line in _lines(change, out)]
    say({"same": same, "changed": facts}, "\n".join(lines), as_json)


def _lines(change: Change, out: Path) -> list[str]:
    older, newer = change.images
    lines = [
        f"{change.name}: {older} → {newer} images; {change.changed:.1%} of the first differ, by "
        f"{change.mean_difference:.1f} grey levels; {out / change.name}.png"
    ]
    lines += [f"  {key}: {old} → {new}" for key, (old, new) in change.measures.items()]
    lines += [
        f"  class {label}: {old} → {new}"
        for label, (old, new) in change.per_class.items()
        if old != new
    ]
    return lines
