"""The command `synthdigits`: making, repairing, exporting and checking digits."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from synthdigits.commands.command_line import carry_out, end
from synthdigits.commands.describe import describe
from synthdigits.commands.diff import diff
from synthdigits.commands.export import export
from synthdigits.commands.inpaint import inpaint
from synthdigits.commands.measure import measure
from synthdigits.commands.read import read
from synthdigits.commands.sample import sample
from synthdigits.commands.verify import verify

NAME = "synthdigits"
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


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; what comes back is the exit status.

    Raises:
        SynthdigitsError: it could not be done, wrong options included.
    """
    return carry_out(app, NAME, arguments)


def main() -> None:
    """Run the command; an error for people becomes one line on stderr and exit status 2."""
    end(app, NAME)
