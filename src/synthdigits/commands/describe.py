"""`synthdigits describe`: what lies at a path."""

from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.export.describing import describe as description


def describe(
    path: Annotated[Path, typer.Argument(help="An exported set's folder, or weights.")],
    as_json: AsJson = False,
) -> None:
    """Tell what lies at a path.

    synthdigits describe data/export/masked
    """
    facts = description(path)
    say(facts, "\n".join(f"{key}: {value}" for key, value in facts.items()), as_json)
