"""`synthdigits export`: sets for other projects, if they pass the gate."""

from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.config import paths
from synthdigits.config.params import load_params


def export(
    sets: Annotated[
        list[str] | None, typer.Argument(help="Names; all where none is given.")
    ] = None,
    out: Annotated[Path, typer.Option(help="A folder; each set becomes one in it.")] = Path(
        "exported"
    ),
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="idx, npz, parquet, webdataset or png; again for more. Else those of params.yaml.",
        ),
    ] = None,
    allow_dirty: Annotated[
        bool, typer.Option(help="Record uncommitted changes; don't refuse.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Export sets of this checkout with manifest, card, licence and preview.

    A set that copies real digits, misses a class or has no licence is refused: its folder then
    holds refused.json alone. From a dirty tree nothing is exported. A folder is replaced only if
    it holds a whole exported set and nothing else.

    synthdigits export synthetic-conditional --format parquet --format png --out exported
    """
    from synthdigits.export.catalogue import check_name
    from synthdigits.export.exporter import Exporter, Refused
    from synthdigits.export.folder import check_replaceable

    params = load_params()
    names = list(dict.fromkeys(sets or paths.set_names(params.gans, params.inpainters)))
    for name in names:  # all of them before the work on the first
        check_name(name, params)
        check_replaceable(out / name)
    exporter = Exporter(params, formats or list(params.export.formats), allow_dirty=allow_dirty)
    outcomes = {name: exporter.export(name, out / name) for name in names}
    refused = {
        name: outcome.reasons for name, outcome in outcomes.items() if isinstance(outcome, Refused)
    }
    exported = [name for name in names if name not in refused]
    lines = [f"{out / name}: exported" for name in exported]
    lines += [f"{name}: refused: {'; '.join(reasons)}" for name, reasons in refused.items()]
    say({"exported": exported, "refused": refused}, "\n".join(lines), as_json)
    raise typer.Exit(1 if refused else 0)
