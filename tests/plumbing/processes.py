"""Processes that tests start, and end."""

from __future__ import annotations

import time
from pathlib import Path

import psutil


def wait_for(file: Path) -> int:
    """The number of a process that it writes there once it is at work."""
    for _ in range(1200):
        if file.exists() and (number := file.read_text()):
            return int(number)
        time.sleep(0.1)
    raise TimeoutError(file)


def has_ended(process: int, seconds: float = 30) -> bool:
    """Whether a process is no more within that time, or at least does nothing any more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.1)
    return False
