"""`synthdigits read`: an answer for each picture, and a line for each that can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from typer.testing import CliRunner, Result

from reading.strokes import seven
from synthdigits.classifiers.networks import Cnn
from synthdigits.classifiers.reading import class_probabilities, load_classifier
from synthdigits.cli import app
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.preparation import prepare

WEIGHTS = ("--weights", "cnn.safetensors")


@pytest.fixture
def pictures(workspace: Path) -> Path:
    """Three pictures and an untrained classifier in the working directory."""
    torch.manual_seed(0)
    save_weights(workspace / "cnn.safetensors", Cnn(10), Header("cnn", 10, {}, [[0, 9]]))
    Image.fromarray(seven()).save("seven.png")
    Image.fromarray(seven(90, (200, 40, 40), (60, 126, 60))).save("red.jpg")
    Image.fromarray(np.full((50, 70, 3), 200, np.uint8)).save("empty.png")
    Path("notes.txt").write_text("7", encoding="utf-8")
    return workspace


def read(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(app, ["read", *arguments], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result


def test_each_picture_has_a_line(pictures: Path) -> None:
    lines = read("seven.png", "red.jpg", *WEIGHTS).stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["seven.png", "red.jpg"]
    network = load_classifier(Path("cnn.safetensors"))
    expected = class_probabilities(network, prepare(seven()).digit[None])[0]
    label = int(expected.argmax())
    assert lines[0] == f"seven.png: {label} ({100 * expected.max():.1f} %)"


def test_machines_get_the_probabilities_of_all_classes(pictures: Path) -> None:
    facts = json.loads(read("seven.png", "seven.png", *WEIGHTS, "--json").stdout)
    one, again = facts["images"]
    assert one == again
    assert sum(one["probabilities"]) == pytest.approx(1, abs=0.001)
    assert one["probabilities"][one["label"]] == one["probability"] == max(one["probabilities"])
    assert facts["errors"] == []


def test_a_bad_picture_is_told_and_the_others_are_answered(pictures: Path) -> None:
    files = ("notes.txt", "seven.png", "empty.png", "none.png", "red.jpg")
    result = read(*files, *WEIGHTS, status=2)
    assert len(result.stdout.splitlines()) == 2
    errors = result.stderr.splitlines()
    assert [error.split(": ")[:2] for error in errors] == [
        ["error", "notes.txt"],
        ["error", "empty.png"],
        ["error", "none.png"],
    ]
    facts = json.loads(read(*files, *WEIGHTS, "--json", status=2).stdout)
    assert [answer["image"] for answer in facts["images"]] == ["seven.png", "red.jpg"]
    assert [fault["image"] for fault in facts["errors"]] == ["notes.txt", "empty.png", "none.png"]


def test_two_digits_in_a_picture_are_told(pictures: Path) -> None:
    Image.fromarray(np.hstack([seven(), seven()])).save("two.png")
    result = read("two.png", *WEIGHTS, status=2)
    assert result.stdout == ""
    assert result.stderr.startswith("error: two.png: 2 pieces of like size were found")
    assert result.stderr.count("\n") == 1


def test_the_steps_are_drawn_a_row_for_each_picture_that_was_read(pictures: Path) -> None:
    read("seven.png", *WEIGHTS, "--show", "steps/one.png")
    read("seven.png", "empty.png", "red.jpg", *WEIGHTS, "--show", "two.png", status=2)
    with Image.open("steps/one.png") as one, Image.open("two.png") as two:
        assert (two.height - 24) == 2 * (one.height - 24)


def test_where_the_steps_can_not_go_nothing_is_read(pictures: Path) -> None:
    with pytest.raises(SynthdigitsError, match=r"^steps\.doc: no format of pictures ends so"):
        read("seven.png", *WEIGHTS, "--show", "steps.doc")
    with pytest.raises(SynthdigitsError, match=r"^notes\.txt/steps\.png: can't be written"):
        read("seven.png", *WEIGHTS, "--show", "notes.txt/steps.png")


def test_weights_that_are_none_are_named(pictures: Path) -> None:
    with pytest.raises(SynthdigitsError, match=r"notes\.txt: no weights of this project"):
        read("seven.png", "--weights", "notes.txt")
