"""The same digit comes out however it was put on paper; MNIST's own pass as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from conftest import PROJECT
from reading.strokes import difference, seven
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.explaining import Explained, steps
from synthdigits.reading.opening import open_picture
from synthdigits.reading.preparation import LONGEST, prepare

FIXTURES = PROJECT / "tests/fixtures/made-by-b44d8c0"
PICTURES = sorted(FIXTURES.glob("*/png/test/*/*.png"))


def photographed() -> NDArray[np.uint8]:
    down, right = np.mgrid[0:200, 0:200] / 200
    light = (1 - 0.35 * (down + right))[..., None]
    noise = np.random.default_rng(0).normal(0, 6, (200, 200, 3))
    picture = seven(ink=(50, 50, 60), paper=(230, 225, 215)) * light + noise
    photograph: NDArray[np.uint8] = picture.clip(0, 255).astype(np.uint8)
    return photograph


def off_centre() -> NDArray[np.uint8]:
    picture = np.full((400, 500, 3), 255, np.uint8)
    picture[190:390, 10:210] = seven()
    return picture


WAYS: dict[str, Callable[[], NDArray[np.uint8]]] = {
    "white on black": lambda: seven(ink=(255, 255, 255), paper=(0, 0, 0)),
    "blue on orange": lambda: seven(ink=(50, 80, 190), paper=(240, 160, 60)),
    "off centre": off_centre,
    "large": lambda: seven(2000),
    "small": lambda: seven(40),
    "photographed": photographed,
    "grey": lambda: seven()[..., 0],
}


@pytest.mark.parametrize("picture", WAYS.values(), ids=WAYS)
def test_the_same_digit_comes_out(picture: Callable[[], NDArray[np.uint8]]) -> None:
    digit = prepare(picture()).digit
    assert digit.dtype == np.uint8
    assert ndimage.center_of_mass(digit) == pytest.approx((14, 14), abs=0.6)
    assert difference(prepare(seven()).digit, digit) < 0.3
    assert difference(prepare(seven()).digit, digit[:, ::-1]) > 0.5  # another digit is far away


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.parent.name + "/" + path.stem)
def test_digits_of_the_projects_own_pass_unchanged(path: Path) -> None:
    colours = open_picture(path)
    with Image.open(path) as image:
        np.testing.assert_array_equal(prepare(colours).digit, np.asarray(image))


def test_there_are_such_digits() -> None:
    assert len(PICTURES) >= 20


def test_28_pixels_of_dark_on_light_are_prepared() -> None:
    with Image.open(PICTURES[0]) as image:
        grey = np.asarray(image)
    assert difference(grey, prepare(255 - grey).digit) < 0.5
    assert prepare(255 - grey).digit[0].max() < 128


def test_an_empty_picture_is_refused() -> None:
    for value in (0, 128, 255):
        for side in (28, 300):
            with pytest.raises(SynthdigitsError, match="no ink was found"):
                prepare(np.full((side, side, 3), value, np.uint8))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 3, 3), (1, 300, 3), (5, 5)])
def test_pictures_without_room_for_a_digit_are_refused(shape: tuple[int, ...]) -> None:
    picture = np.random.default_rng(0).integers(0, 255, shape, np.uint8)
    with pytest.raises(SynthdigitsError, match=r"no ink was found|pieces of like size"):
        prepare(picture)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(SynthdigitsError, match="got float64"):
        prepare(np.zeros((28, 28)))  # type: ignore[arg-type]
    with pytest.raises(SynthdigitsError, match="three colours, got 4"):
        prepare(np.zeros((28, 28, 4), np.uint8))


def test_every_step_is_kept_and_shown() -> None:
    preparation = prepare(seven(2000))
    assert max(preparation.given.shape) == LONGEST
    assert preparation.grey.shape == preparation.ink.shape == preparation.given.shape[:2]
    assert max(preparation.scaled.shape) == 20
    one = steps([Explained(preparation, "7 (99.0 %)")])
    two = steps([Explained(preparation, "7 (99.0 %)"), Explained(prepare(seven(20)), "1")])
    assert two.height > one.height
    assert one.getpixel((8 + 4 * 148 + 70, 24 + 70)) is not None
