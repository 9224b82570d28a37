"""Progress bars: on a terminal, and where whoever started the stage asks for them."""

from __future__ import annotations

import os
import sys
from typing import Any

from tqdm import tqdm

SHOWN = "SYNTHDIGITS_PROGRESS"
"""Environment variable: where it is set, bars are written though there is no terminal."""


def progress_bar(*args: Any, **options: Any) -> tqdm[Any]:
    """A :class:`tqdm.tqdm` of the same arguments."""
    options["disable"] = False if os.environ.get(SHOWN) else None
    bar: tqdm[Any] = tqdm(*args, **options)
    return bar


def say(line: str) -> None:
    """A line on stderr, no bar in its way."""
    tqdm.write(line, file=sys.stderr)
