"""The command `synthdigits`: making, repairing, exporting and checking digits.

Exit status: 0 all is well; 1 the answer is no (a fault was found, a set was refused); 2 the
command could not be carried out.
"""

from __future__ import annotations

import logging
import sys

import typer

from synthdigits.commands.describe import describe
from synthdigits.commands.diff import diff
from synthdigits.commands.export import export
from synthdigits.commands.extras import advice
from synthdigits.commands.inpaint import inpaint
from synthdigits.commands.measure import measure
from synthdigits.commands.read import read
from synthdigits.commands.sample import sample
from synthdigits.commands.verify import verify
from synthdigits.plumbing.errors import SynthdigitsError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Handwritten digits: make them, repair them, export them, check what was exported.\n\n"
    "Exit status: 0 all is well; 1 the answer is no (a fault, a refusal); 2 it could not be done.",
)
for command in (sample, inpaint, read, measure, export, verify, diff, describe):
    app.command()(command)


def main() -> None:
    """Run the command; an error for people becomes one line on stderr and exit status 2."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        app()
    except SynthdigitsError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except ModuleNotFoundError as missing:
        told = advice(missing)
        if told is None:
            raise
        typer.echo(f"error: {' '.join(['synthdigits', *sys.argv[1:2]])} {told}", err=True)
        sys.exit(2)
