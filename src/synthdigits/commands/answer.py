"""How a command answers: to people in lines, to machines as one JSON object."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]


def say(facts: dict[str, Any], text: str, as_json: bool) -> None:
    """Print ``text``, or ``facts`` where JSON is wanted."""
    typer.echo(json.dumps(facts) if as_json else text)
