"""refused.json: the one file in the folder of a set that the gate refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

from synthdigits.figures import write_json
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.wording import one_line

FILE = Path("refused.json")
LARGEST = 2**20
"""Bytes; a refusal has a few hundred."""


def write_refusal(folder: Path, reasons: list[str]) -> None:
    write_json(folder / FILE, {"refused": reasons})


def read_refusal(folder: Path) -> list[str]:
    """Why the set of this folder was refused; nothing where it was not.

    Raises:
        SynthdigitsError: there is a refused.json that holds no reasons.
    """
    path = folder / FILE
    try:
        if not os.path.lexists(path):
            return []
        reasons = json.loads(plain(path, LARGEST).read_bytes())["refused"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        reasons = None
    strings = isinstance(reasons, list) and all(isinstance(reason, str) for reason in reasons)
    if not reasons or not strings:
        raise SynthdigitsError(f"{one_line(path)}: holds no reasons of a refusal")
    return list(reasons)
