"""What every stage script shares: a name to pick from, and errors told in one line."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterable

from synthdigits.plumbing.errors import SynthdigitsError


def run(stage: Callable[[], None]) -> None:
    """Run a stage; a :class:`SynthdigitsError` becomes one message on stderr and exit status 1."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        stage()
    except SynthdigitsError as error:
        sys.exit(f"error: {error}")


def chosen_name(kind: str, names: Iterable[str]) -> str:
    """The one command-line argument, which must be one of ``names``."""
    parser = argparse.ArgumentParser()
    parser.add_argument(kind, choices=list(names))
    return str(getattr(parser.parse_args(), kind))
