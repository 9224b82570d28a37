"""Images of any size come to lie centred on 28×28."""

import numpy as np
import pytest
from PIL import Image

from synthdigits.digits.canvas import fit, scaled


def test_what_fits_is_left_as_it_is() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    np.testing.assert_array_equal(fit(images), images)


def test_a_middling_image_is_padded_and_not_resized() -> None:
    images = np.full((1, 24, 22), 200, np.uint8)
    canvas = fit(images)
    assert canvas.shape == (1, 28, 28)
    assert (canvas[0, 2:26, 3:25] == 200).all()
    assert canvas.sum() == images.sum()


@pytest.mark.parametrize(
    ("size", "box"),
    [((16, 16), (20, 20)), ((56, 56), (28, 28)), ((40, 20), (28, 14)), ((8, 16), (10, 20))],
)
def test_proportions_are_kept(size: tuple[int, int], box: tuple[int, int]) -> None:
    inked = fit(np.full((2, *size), 255, np.uint8))[0] > 0
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    assert (len(rows), len(columns)) == box
    assert abs(int(rows[0]) - (27 - int(rows[-1]))) <= 1
    assert abs(int(columns[0]) - (27 - int(columns[-1]))) <= 1


@pytest.mark.parametrize("size", [(8, 8), (1, 1), (1, 600), (40, 20), (29, 29), (3, 19), (101, 77)])
def test_images_resized_at_once_are_those_that_pillow_makes_one_by_one(
    size: tuple[int, int],
) -> None:
    images = np.random.default_rng(1).integers(0, 256, (5, *size), np.uint8)
    resized = scaled(images)
    for given, image in zip(images, resized, strict=True):
        alone = Image.fromarray(given).resize(image.shape[::-1], Image.Resampling.BICUBIC)
        np.testing.assert_array_equal(image, np.asarray(alone))
