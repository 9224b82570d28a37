"""What every stage script shares: a name to pick from, one thread, errors told in one line."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from threadpoolctl import threadpool_limits

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.interruption import end_before_work, interruptible
from synthdigits.plumbing.processes import when_parent_ends
from synthdigits.plumbing.room import NoRoomError, no_room

STARTED_BY_DVC = "DVC_STAGE"
"""Environment variable that DVC sets for the stages that it runs."""

if Path(sys.argv[0]).parent.name == "stages":  # what a script imports next may take seconds
    end_before_work()


def run(stage: Callable[[], None]) -> None:
    """Run a stage; a :class:`SynthdigitsError` becomes one message on stderr and exit status 1.

    It computes on one thread, so that its numbers hang on no number of cores and stages can run
    side by side. It ends in one line where it is interrupted, and where DVC, which started it,
    has ended without it.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    use_one_thread()
    if STARTED_BY_DVC in os.environ:
        when_parent_ends(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        with interruptible():
            stage()
    except SynthdigitsError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        if reason := no_room(error):
            sys.exit(f"error: {NoRoomError(error.filename or Path.cwd(), reason)}")
        raise


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
