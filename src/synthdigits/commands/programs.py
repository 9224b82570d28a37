"""Git and DVC, run for what they print."""

from __future__ import annotations

import subprocess
import sys

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import reason_of
from synthdigits.plumbing.wording import shown


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


def commit_of(revision: str) -> str:
    """The commit that a revision names: a hash, which Git takes for no option and no file.

    Raises:
        SynthdigitsError: Git knows no such revision.
    """
    if revision.startswith("-"):
        raise SynthdigitsError(f"{revision}: is no revision, they don't begin with -")
    try:
        return git("rev-parse", "--verify", f"{revision}^{{commit}}").strip()
    except SynthdigitsError as error:
        reason = str(error).removeprefix("git: ")
        reason = "is no revision that Git knows" if "single revision" in reason else reason
        raise SynthdigitsError(f"{revision or shown(revision)}: {reason}") from None


def _output_of(command: list[str], name: str) -> str:
    try:
        finished = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # names of files may be no UTF-8
            check=False,
        )
    except (OSError, ValueError) as error:
        raise SynthdigitsError(f"{name}: can't be run: {reason_of(error)}") from None
    if finished.returncode:
        words = finished.stderr.split("\n\nHaving any troubles?")[0].strip().splitlines()
        raise SynthdigitsError(f"{name}: {words[-1] if words else 'failed without a word'}")
    return finished.stdout
