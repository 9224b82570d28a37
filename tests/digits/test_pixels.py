"""Pixels keep their value on the way into a network's range and back."""

import numpy as np
import pytest
import torch

from synthdigits.digits.pixels import SIGNED, PixelRange


@pytest.mark.parametrize("pixel_range", [SIGNED, PixelRange(0.0, 1.0)])
def test_every_grey_value_survives_the_round_trip(pixel_range: PixelRange) -> None:
    images = np.arange(28 * 28, dtype=np.uint16).astype(np.uint8).reshape(1, 28, 28)
    pixels = pixel_range.encode(torch.from_numpy(images))
    assert pixels.shape == (1, 1, 28, 28)
    assert (float(pixels.min()), float(pixels.max())) == (pixel_range.low, pixel_range.high)
    np.testing.assert_array_equal(pixel_range.decode(pixels), images)


def test_values_outside_the_range_are_clipped() -> None:
    wild = torch.tensor([-7.0, 7.0]).reshape(1, 1, 1, 2)
    assert SIGNED.decode(wild).flatten().tolist() == [0, 255]
