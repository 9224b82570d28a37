"""Command lines carried out: whatever goes wrong is one line, and the exit status says what it was.

Exit status: 0 all is well; 1 the answer is no; 2 it could not be done; 130 and 143 interrupted.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from synthdigits.commands.extras import advice
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import reason_of
from synthdigits.plumbing.interruption import interruptible

UsageError: Any = typer.BadParameter.__base__
"""Of wrong options; some versions of Typer bring a Click of their own, others take the package."""


def app_of(command: Callable[..., None]) -> typer.Typer:
    """An app of one command."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(command)
    return app


def carry_out(app: typer.Typer, name: str, arguments: Sequence[str]) -> int:
    """Carry out a command line; what comes back is the exit status.

    Args:
        name: what is typed before the arguments.

    Raises:
        SynthdigitsError: it could not be done, wrong options included.
    """
    try:
        return int(app(list(arguments), prog_name=name, standalone_mode=False) or 0)
    except UsageError as error:
        told = error.format_message()
        if told.startswith("Usage: "):  # it is the help
            typer.echo(told, err=True)
            return 2
        command = error.ctx.command_path if error.ctx else name
        raise SynthdigitsError(f"{told} `{command} --help` says more") from None
    except OSError as error:  # a full disk, a folder that is not to be written
        raise SynthdigitsError(f"{error.filename or 'system'}: {reason_of(error)}") from None
    except MemoryError:
        raise SynthdigitsError("there is not enough memory for it") from None


def end(app: typer.Typer, name: str) -> NoReturn:
    """Carry out the process's own command line and end it; an error becomes one line on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may be no UTF-8
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with interruptible():
            sys.exit(carry_out(app, name, sys.argv[1:]))
    except SynthdigitsError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except ModuleNotFoundError as missing:
        told = advice(missing)
        if told is None:
            raise
        typer.echo(f"error: {' '.join([name, *sys.argv[1:2]])} {told}", err=True)
        sys.exit(2)
