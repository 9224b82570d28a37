"""Twenty pictures drawn by `drawn.py`: each gives a digit, and `cnn` reads at least 18 of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from conftest import PROJECT
from reading.drawn import STYLES, draw_all
from synthdigits.classifiers.reading import class_probabilities, load_classifier
from synthdigits.pretrained import shipped
from synthdigits.reading.opening import open_picture
from synthdigits.reading.preparation import prepare

FOLDER = PROJECT / "tests/fixtures/drawn"
DRAWN = sorted(path for path in FOLDER.iterdir() if path.suffix in {".png", ".jpg"})
LABELS = [int(path.name[0]) for path in DRAWN]
MOST_BYTES = 300_000
AT_LEAST = 18
each_picture = pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)


def test_each_digit_is_drawn_twice() -> None:
    assert Counter(LABELS) == dict.fromkeys(range(10), 2)
    assert sum(path.stat().st_size for path in DRAWN) <= MOST_BYTES


def test_the_script_draws_them_again(tmp_path: Path) -> None:
    draw_all(tmp_path, 1, STYLES)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in DRAWN}
    for path in DRAWN:
        committed, again = open_picture(path), open_picture(tmp_path / path.name)
        # Another version of Pillow may round otherwise.
        assert np.abs(committed.astype(int) - again).mean() < 2, path.name


@each_picture
def test_its_digit_is_found(path: Path) -> None:
    preparation = prepare(open_picture(path))
    assert max(preparation.scaled.shape) == 20
    assert ndimage.center_of_mass(preparation.digit) == pytest.approx((14, 14), abs=0.6)
    # All strokes of these hands touch; specks and ruled lines, which don't, have gone.
    assert ndimage.label(preparation.digit > 64, np.ones((3, 3)))[1] == 1


def test_cnn_reads_them() -> None:
    """With the weights that ship."""
    digits = np.stack([prepare(open_picture(path)).digit for path in DRAWN])
    classifier = load_classifier(shipped.path("cnn"))
    answers = class_probabilities(classifier, digits).argmax(dim=1).tolist()
    right = sum(answer == label for answer, label in zip(answers, LABELS, strict=True))
    wrong = [path.name for path, a, b in zip(DRAWN, answers, LABELS, strict=True) if a != b]
    assert right >= AT_LEAST, wrong
