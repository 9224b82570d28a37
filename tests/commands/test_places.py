"""Where results go is looked at before any work, and nothing of the user's is lost there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stand_ins import FILES
from synthdigits import cli
from synthdigits.plumbing.errors import SynthdigitsError

NO_WORK = ("--weights", "none.safetensors")
"""Weights that are no file: whoever begins to work complains of them."""
Contents = dict[str, bytes | None]


@pytest.fixture
def here(workspace: Path) -> Path:
    for name in ("one/twin.png", "other/twin.png", "third.png", "full/mine.png"):
        Path(name).parent.mkdir(exist_ok=True)
        Image.fromarray(np.eye(28, dtype=np.uint8) * 255).save(name)
    return workspace


def contents(folder: Path) -> Contents:
    files = sorted(folder.rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else None for path in files}


def refused(*arguments: str) -> str:
    """The words of a refusal, which leaves everything as it was, folders too."""
    before = contents(Path())
    with pytest.raises(SynthdigitsError) as error:
        cli.run(arguments)
    assert contents(Path()) == before
    return str(error.value)


@pytest.mark.fault(
    "inpaint, given two pictures of one name",
    "a/p.png and b/p.png into one folder",
    "one line names both before any work; nothing is written",
)
def test_two_pictures_do_not_become_one(here: Path) -> None:
    told = refused("inpaint", "one/twin.png", "third.png", "other/twin.png", "--out", "d", *NO_WORK)
    assert told == "one/twin.png and other/twin.png: both would become d/twin.png"


@pytest.mark.fault(
    "sample or inpaint into a folder that holds others",
    "a folder with a picture in it",
    "one line before any work; the folder stays as it was",
)
@pytest.mark.parametrize(
    "arguments", [("sample", "--count", "5"), ("inpaint", "one/twin.png", "third.png")]
)
def test_new_pictures_are_not_mixed_with_others(arguments: tuple[str, ...], here: Path) -> None:
    assert refused(*arguments, "--out", "full", *NO_WORK) == "full: is not empty; name a new folder"


def test_a_second_sample_is_not_mixed_with_the_first(here: Path) -> None:
    arguments = ("sample", "--weights", str(FILES["conditional"]), "--out", "new", "--count")
    assert cli.run([*arguments, "20"]) == 0
    told = refused(*arguments, "5", "--seed", "9")
    assert told == "new: is not empty; name a new folder"
    assert len(list(Path("new").rglob("*.png"))) == 20


@pytest.mark.fault(
    "a result that would replace what it is made from",
    "--out or --show names the picture, the mask or the weights, also by a detour",
    "one line before any work; the file stays as it was",
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("inpaint", "third.png", "--out", "one/../third.png"),
        ("inpaint", "third.png", "--mask", "one/twin.png", "--out", "one/twin.png"),
        ("inpaint", "third.png", "--weights", "full/mine.png", "--out", "full/mine.png"),
        ("read", "third.png", "--show", "third.png"),
        ("read", "third.png", "--weights", "full/mine.png", "--show", "full/mine.png"),
        ("sample", "--weights", "third.png", "--out", "third.png"),
        ("sample", *NO_WORK, "--labeller", "third.png", "--out", "third.png"),
    ],
)
def test_nothing_that_was_given_is_replaced(arguments: tuple[str, ...], here: Path) -> None:
    told = refused(*arguments)
    assert told == f"{arguments[-1]}: is a file that was given; name another one"


@pytest.mark.fault(
    "a place where no result can go",
    "folders, files in the way, names of 248 letters, unknown endings, an empty name",
    "one line before any work; not even a folder is left",
)
@pytest.mark.parametrize(
    "out",
    [
        *("full", "third.png/a.npz", f"{'a' * 248}.npz", "new/a.jpg", "", ".", "one/new/a.doc"),
        f"new/deep/{'a' * 300}.npz",
    ],
)
def test_a_place_that_can_not_be_written_is_refused_at_once(out: str, here: Path) -> None:
    told = refused("sample", "--count", "20000", "--out", out, *NO_WORK)
    assert "none.safetensors" not in told


def test_folders_around_a_place_are_made_with_the_result(here: Path) -> None:
    told = refused("sample", "--out", "new/deep/a.npz", *NO_WORK)
    assert told.startswith("none.safetensors")
    arguments = ("--weights", str(FILES["conditional"]), "--count", "1")
    assert cli.run(["sample", "--out", "new/deep/a.npz", *arguments]) == 0
    assert Path("new/deep/a.npz").is_file()
