"""DVC as a child of a run: with the run it ends, and its stage too, also where the run is killed.

``python -m synthdigits.orchestration.dvc_process ARGUMENT…`` does what ``dvc ARGUMENT…`` does. It
has to lead a process group of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from dvc.cli import main

from synthdigits.orchestration.process import SECONDS_TO_END
from synthdigits.plumbing.processes import when_parent_ends


def end_group() -> None:
    """End this process and all that it started."""
    os.killpg(0, signal.SIGINT)
    time.sleep(SECONDS_TO_END)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    when_parent_ends(os.getppid(), end_group)
    sys.exit(main(sys.argv[1:]))
