"""refused.json: the one file in the folder of a set that the gate refused."""

from __future__ import annotations

import json
from pathlib import Path

from synthdigits.figures import read_json, write_json
from synthdigits.plumbing.errors import SynthdigitsError

FILE = Path("refused.json")


def write_refusal(folder: Path, reasons: list[str]) -> None:
    write_json(folder / FILE, {"refused": reasons})


def read_refusal(folder: Path) -> list[str]:
    """Why the set of this folder was refused; nothing where it was not.

    Raises:
        SynthdigitsError: there is a refused.json that holds no reasons.
    """
    path = folder / FILE
    if not path.is_file():
        return []
    try:
        reasons = read_json(path)["refused"]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        reasons = []
    if not reasons or not isinstance(reasons, list):
        raise SynthdigitsError(f"{path}: holds no reasons of a refusal")
    return [str(reason) for reason in reasons]
