"""What every stage script shares: a name to pick from, one thread, errors told in one line."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterable

from threadpoolctl import threadpool_limits

from synthdigits.plumbing.errors import SynthdigitsError


def run(stage: Callable[[], None]) -> None:
    """Run a stage; a :class:`SynthdigitsError` becomes one message on stderr and exit status 1.

    It computes on one thread, so that its numbers hang on no number of cores and stages can run
    side by side.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    use_one_thread()
    try:
        stage()
    except SynthdigitsError as error:
        sys.exit(f"error: {error}")


def use_one_thread() -> None:
    """From now on this process computes on one thread."""
    threadpool_limits(1)
    if torch := sys.modules.get("torch"):  # a stage that needs no PyTorch doesn't wait for it
        torch.set_num_threads(1)


def chosen_name(kind: str, names: Iterable[str]) -> str:
    """The one command-line argument, which must be one of ``names``."""
    parser = argparse.ArgumentParser()
    parser.add_argument(kind, choices=list(names))
    return str(getattr(parser.parse_args(), kind))
