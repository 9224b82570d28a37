"""The package as someone sees it who installed no extra, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from synthdigits.commands.extras import EXTRAS

ABSENT = [package for packages in EXTRAS.values() for package in packages]
HIDE = f"""
import sys
from importlib.machinery import PathFinder

class LightCore(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        absent = name.partition(".")[0] in {ABSENT}
        return None if absent else super().find_spec(name, path, target)

sys.meta_path[:] = [LightCore if one is PathFinder else one for one in sys.meta_path]
"""
COMMAND = "from synthdigits.cli import main; main()"


def without_extras(
    script: str, *arguments: str | Path, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a script of Python where no extra's package can be imported."""
    command = [sys.executable, "-c", HIDE + script, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def answer(*arguments: str | Path, folder: Path) -> str:
    """What `synthdigits …` says there on stdout; it has to end well."""
    finished = without_extras(COMMAND, *arguments, folder=folder)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
