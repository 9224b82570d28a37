"""docs/weights.md, command by command, with small weights in place of the shipped ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from synthdigits.cli import app


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_command_works(stand_ins: Path, workspace: Path, project: Path) -> None:
    for line in "".join(blocks(project / "docs/weights.md", "sh")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "synthdigits"
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        assert result.stderr.startswith("weights: conditional, shipped with synthdigits ")
    with Image.open("sevens.png") as sheet:
        assert sheet.width > 16 * 28
    with np.load("sure.npz") as arrays:
        assert arrays["confidence"].min() >= 0.1


def test_its_python_works(
    stand_ins: Path, workspace: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = blocks(project / "docs/weights.md", "python")
    exec(compile(block, "docs/weights.md", "exec"), {})  # noqa: S102 - the project's own page
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "(100, 28, 28) [7 7 7] [ 7 17 27]"
    assert said[1].endswith(" (100, 10)")
    assert said[2] == "torch.Size([1, 28, 28]) 7"
