"""One stage on its way: `dvc repro --single-item` in a process group of its own."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from typing import cast

from synthdigits.plumbing.progress import SHOWN

COMMAND = (
    sys.executable,
    "-m",
    "synthdigits.orchestration.dvc_process",
    "--wait-for-lock",
    "repro",
    "--single-item",
)
KEPT_LINES = 200
BUSY = re.compile("Unable to acquire lock|is busy, it is being blocked by")
"""DVC waits for the repository's lock, but not for one of a file (treeverse/dvc, rwlock.py)."""
TRIES, SECONDS_BETWEEN = 30, 1.0
SECONDS_TO_END = 30.0
"""That a stage has after a Ctrl-C before it is ended by force."""


class StageProcess:
    """A running stage. Its output is read as it comes.

    Attributes:
        last_line: what it wrote last: its progress.
        lines: its last whole lines.
        returncode: its exit status; none while it runs.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.last_line = ""
        self.lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._process = self._start()
        self._interrupted = threading.Event()
        self.returncode: int | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def interrupt(self) -> None:
        """Ask the stage, and all that it started, to end as Ctrl-C does."""
        self._interrupted.set()
        if self._process.poll() is not None:
            return
        if sys.platform == "win32":
            self._process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            os.killpg(self._process.pid, signal.SIGINT)

    def wait_or_kill(self) -> None:
        """Wait until an interrupted stage has ended; end it by force where it doesn't."""
        self._watcher.join(SECONDS_TO_END)
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._watcher.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMMAND, self.name],
            env={**os.environ, SHOWN: "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # elsewhere than on Windows, whose group is:
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def _watch(self) -> None:
        for left in reversed(range(TRIES)):
            self._read()
            status = self._process.wait()
            busy = status and any(map(BUSY.search, self.lines))
            if not (busy and left) or self._interrupted.wait(SECONDS_BETWEEN):
                break
            self.lines.clear()
            self._process = self._start()
        self.returncode = status

    def _read(self) -> None:
        """Lines as they come; a progress bar's states end in a carriage return."""
        pending = b""
        with cast(io.BufferedReader, self._process.stdout) as stream:
            while chunk := stream.read1(4096):
                *ended, pending = re.split(rb"(?<=[\r\n])", pending + chunk)
                for part in filter(bytes.strip, ended):
                    self.last_line = part.decode(errors="replace").rstrip()
                    if part.endswith(b"\n"):
                        self.lines.append(self.last_line)
