"""`synthdigits measure`: real digits at the floor, noise far from it, and what it can't measure."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from synthdigits.classifiers.reading import predictions
from synthdigits.cli import app
from synthdigits.commands.measure import figures_of, read_set
from synthdigits.digits.digits import Digits
from synthdigits.export.formats import single_file
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.ruler.ruler import SHIPPED, load_ruler

FIGURES = ["images", "classes", "missing_classes", "ruler"]
FIGURES += ["frechet_distance", "frechet_over_floor", "recognisable"]
FIGURES += ["label_accuracy", "class_balance"]


def test_what_sample_wrote_is_measured(workspace: Path, digits: Digits) -> None:
    single_file.write(Path("noise.npz"), digits, [str(label) for label in range(10)])
    answer = CliRunner().invoke(app, ["measure", "noise.npz", "--json"])
    figures = json.loads(answer.stdout)
    assert list(figures) == FIGURES
    assert figures["images"] == len(digits)
    assert figures["ruler"] == load_ruler(SHIPPED).sha256
    assert figures["frechet_over_floor"] > 50  # noise is no digit
    told = CliRunner().invoke(app, ["measure", "noise.npz"]).stdout
    assert f"{figures['frechet_distance']:.3f}" in told


def test_keras_npz_and_its_training_part_are_measured(workspace: Path, digits: Digits) -> None:
    images, labels = digits.images, digits.labels
    np.savez("keras.npz", x_train=images, y_train=labels, x_test=images[:9], y_test=labels[:9])
    np.testing.assert_array_equal(read_set(Path("keras.npz")).images, digits.images)


def test_wrong_labels_are_seen(digits: Digits) -> None:
    read = predictions(load_ruler(SHIPPED).network, digits)
    for labels, expected in ((read, 1.0), ((read + 1) % 10, 0.0)):
        figures = figures_of(Digits(digits.images, labels, digits.rows))
        assert figures["label_accuracy"] == expected


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none.npz", r"none\.npz: no such file or folder"),
        ("text.npz", r"text\.npz: "),
        ("other.npz", r"^other\.npz: .*x_train"),
    ],
)
def test_what_is_no_set_is_named(workspace: Path, name: str, problem: str) -> None:
    Path("text.npz").write_text("no arrays")
    np.savez("other.npz", a=np.zeros(3))
    with pytest.raises(SynthdigitsError, match=problem):
        read_set(Path(name))


def test_what_makes_a_distance_large_by_itself_is_told(workspace: Path, digits: Digits) -> None:
    """A hundred good sevens lie 1500 floors from MNIST: nobody should take them for bad ones."""
    sevens = Digits(digits.images[:120], np.full(120, 7, np.uint8), digits.rows[:120])
    single_file.write(Path("sevens.npz"), sevens, [str(label) for label in range(10)])
    told = CliRunner().invoke(app, ["measure", "sevens.npz"]).stderr
    assert "sevens.npz: 9 of MNIST's classes are missing" in told
    assert "sevens.npz: fewer than 10000 images" in told


def test_a_handful_of_images_is_refused(digits: Digits) -> None:
    with pytest.raises(SynthdigitsError, match="99 images: at least 100 are needed"):
        figures_of(digits[:99])
