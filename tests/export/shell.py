"""Commands of a page, run as a person would who has `dvc` and `synthdigits` installed."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SHIMS = {
    "dvc": "exec '{python}' -m dvc \"$@\"",
    "synthdigits": "exec '{python}' -c 'from synthdigits.cli import main; main()' \"$@\"",
    "python": "exec '{python}' \"$@\"",
}


@dataclass(frozen=True)
class Shell:
    """Runs scripts with these variables."""

    environment: dict[str, str]

    def __call__(self, folder: Path, script: str) -> str:
        """What a script that succeeds prints."""
        finished = self.tried(folder, script)
        assert finished.returncode == 0, f"{script}\n{finished.stdout}{finished.stderr}"
        return finished.stdout

    def tried(self, folder: Path, script: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "-euc", script]
        return subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def knowing(self, **variables: object) -> Shell:
        return Shell(
            {**self.environment, **{name: str(value) for name, value in variables.items()}}
        )

    def block(self, folder: Path, block: Block) -> str:
        """What a block of a page prints."""
        (folder / "block.py").write_text(block.text)
        return self(folder, block.text if block.language == "sh" else "python block.py")


@dataclass(frozen=True)
class Block:
    """Lines between fences, of `sh` or `python`."""

    language: str
    text: str


def sections(page: Path) -> dict[str, list[Block]]:
    """The blocks of a page by the heading under which they stand; headings without any are out."""
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    blocks = {
        heading: re.findall(r"^```(sh|python)\n(.*?)^```$", text, re.M | re.S)
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    return {heading: [Block(*pair) for pair in pairs] for heading, pairs in blocks.items() if pairs}


def shell_of(project: Path, folder: Path) -> Shell:
    """A shell that finds the project's commands in ``folder``, which is filled."""
    for name, line in SHIMS.items():
        (folder / name).write_text(f"#!/bin/sh\n{line.format(python=sys.executable)}\n")
        (folder / name).chmod(stat.S_IRWXU)
    identity = {
        f"GIT_{who}_{what}": "test@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return Shell(
        {
            **os.environ,
            **identity,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(project / "src"),
            "DVC_NO_ANALYTICS": "1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    )
