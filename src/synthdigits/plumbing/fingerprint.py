"""A short name for all that shapes a run: whatever would change a byte changes it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from synthdigits.plumbing.files import sha256_of

SHAPES_NO_BYTE = ("plumbing", "config", "orchestration", "commands")
"""Rooms of which an edit changes no result: a run resumes in spite of it."""


def fingerprint(
    settings: Sequence[Any], arrays: Iterable[NDArray[Any]], files: Iterable[Path]
) -> str:
    """16 hexadecimal digits for settings, input arrays, input files and the code that is running.

    Names and shapes count, so that no two inputs run into one.
    """
    parts = [json.dumps(settings, sort_keys=True)]
    parts += [f"{name} {sha256_of(file)}" for name, file in _running_code()]
    parts += [sha256_of(file) for file in files]
    parts += [
        f"{array.dtype} {array.shape} {hashlib.sha256(array.tobytes()).hexdigest()}"
        for array in arrays
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _running_code() -> list[tuple[str, Path]]:
    """The stage's script, and modules of the project that this process has imported.

    Those of rooms that shape no byte are left out.
    """
    package, *_ = __name__.split(".")
    code = []
    for name, module in sorted(sys.modules.items()):
        if name == "__main__" or name.startswith(f"{package}."):
            file = Path(getattr(module, "__file__", None) or "")
            if file.is_file() and file.parent.name not in SHAPES_NO_BYTE:
                code.append((name, file))
    return code
