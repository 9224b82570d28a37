"""Git and DVC, run for what they print."""

from __future__ import annotations

import subprocess
import sys

from synthdigits.plumbing.errors import SynthdigitsError


def git(*arguments: str) -> str:
    """What Git prints in the working directory.

    Raises:
        SynthdigitsError: with its last words, where it fails.
    """
    return _output_of(["git", *arguments], "git")


def dvc(*arguments: str) -> str:
    """What DVC prints in the working directory.

    Raises:
        SynthdigitsError: with its last words, where it fails.
    """
    return _output_of([sys.executable, "-m", "dvc", *arguments], "dvc")


def _output_of(command: list[str], name: str) -> str:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        words = finished.stderr.split("\n\nHaving any troubles?")[0].strip().splitlines()
        raise SynthdigitsError(f"{name}: {words[-1] if words else 'failed without a word'}")
    return finished.stdout
