"""Progress bars: on a terminal, and where whoever started the stage asks for them."""

from __future__ import annotations

import os
from typing import Any

from tqdm import tqdm

SHOWN = "SYNTHDIGITS_PROGRESS"
"""Environment variable: where it is set, bars are written though there is no terminal."""


def progress_bar(*args: Any, **options: Any) -> tqdm[Any]:
    """A :class:`tqdm.tqdm` of the same arguments."""
    options["disable"] = False if os.environ.get(SHOWN) else None
    bar: tqdm[Any] = tqdm(*args, **options)
    return bar
