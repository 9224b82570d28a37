"""Other processes of this machine: whether one is alive, and ending with one's parent."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 1.0


def is_running(process: int) -> bool:
    """Whether a process of this number may be alive; on Windows nobody asks, so it may."""
    if sys.platform == "win32":
        return True  # os.kill would end it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def when_parent_ends(parent: int, do: Callable[[], object]) -> None:
    """Within seconds of the parent's end, however it came, call ``do`` in a thread.

    An orphan gets another parent, which is how it knows; on Windows it doesn't and stays.
    """

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        do()

    threading.Thread(target=look, name="is the parent there?", daemon=True).start()
