"""The folder in which a command line of the suite is carried out, and what it leaves there."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from reliability.doors import Case
from stand_ins import FILES
from synthdigits import cli
from synthdigits.commands import same_bytes
from synthdigits.commands.command_line import carry_out
from synthdigits.inpainting.repair import Repairer
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sampling.sampling import Sampler

Repairer.load(FILES["unet"])  # so that no case waits for PyTorch
Sampler.load(FILES["conditional"], None)
SAME_BYTES = "same-bytes"
"""Command lines that begin so are those of its module."""
SET = Path(__file__).parents[1] / "fixtures/made-by-b44d8c0/inpainted-unet"
NOT_UTF8 = os.fsdecode(b"\xff\xfe")
LINE = "arguments.json"
HERE = "here"


def of(*arguments: str, ruins: bool = True) -> Case:
    """A command line, in a folder that has a bit of everything."""

    def lay(folder: Path) -> None:
        (folder / LINE).write_text(json.dumps(arguments))
        _furnish(folder / HERE)

    return Case(" ".join(map(ascii, arguments))[:400], lay, ruins)


def _furnish(here: Path) -> None:
    here.mkdir()
    for name in ("digit.png", "mask.png", f"{NOT_UTF8}.png"):
        (here / name).write_bytes(_picture())
    for name in ("one", "other", "full"):
        (here / name).mkdir()
        (here / name / "twin.png").write_bytes(_picture())
    for name, weights in FILES.items():
        (here / f"{name}.safetensors").symlink_to(weights)
    (here / "set").symlink_to(SET)
    (here / "weights.npz").write_bytes(b"mine")
    (here / "weights.png").write_bytes(b"mine")
    (here / "notes.txt").write_text("7")
    os.mkfifo(here / "pipe")
    (here / "loop").symlink_to("loop")
    (here / ".git").write_text(f"gitdir: {_repository()}/.git\n")


@cache
def _picture() -> bytes:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[6:22, 12:16] = 255
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@cache
def _repository() -> str:
    """One commit that is no project of this kind."""
    kept.append(tempfile.TemporaryDirectory())
    run = ["git", "-C", kept[-1].name, "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*run, "init", "--quiet"], check=True)
    subprocess.run([*run, "commit", "--quiet", "--allow-empty", "--message", "x"], check=True)
    return kept[-1].name


kept: list[tempfile.TemporaryDirectory[str]] = []
"""Until the tests end."""


def enter(folder: Path) -> object:
    """Carry the command line out.

    Raises:
        SynthdigitsError: it could not be done, or the answer is no.
    """
    arguments = json.loads((folder / LINE).read_text())
    told, words = io.StringIO(), io.StringIO()
    with chdir(folder / HERE), _nothing_lost(folder):
        with redirect_stdout(told), redirect_stderr(words):
            if arguments[0] == SAME_BYTES:
                status = carry_out(same_bytes.app, same_bytes.NAME, arguments[1:])
            else:
                status = cli.run(arguments)
        if status:
            lines = (words.getvalue() + told.getvalue()).splitlines()
            raise SynthdigitsError(lines[-1] if lines else "")
    return status


@contextmanager
def _nothing_lost(folder: Path) -> Iterator[None]:
    """A refusal changes nothing, not even a folder; nothing of the user's is ever changed."""
    before = _contents(folder)
    try:
        yield
    except SynthdigitsError:
        assert _contents(folder) == before
        raise
    after = _contents(folder)
    assert {path: after.get(path) for path in before} == before


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in sorted(folder.rglob("*"))
    }
