"""Light is taken out, and ink stands above paper whatever the two colours are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reading.strokes import Colour, seven, seven_mask
from synthdigits.reading.contrast import contrast, otsu
from synthdigits.reading.paper import departures, paper_under

INK_ON_PAPER = {
    "dark on light": ((20, 20, 20), (240, 240, 240)),
    "light on dark": ((240, 240, 240), (20, 20, 20)),
    "red on green of the same grey": ((190, 60, 60), (60, 126, 60)),
    "yellow on white": ((250, 240, 60), (255, 255, 255)),
    "blue on orange": ((50, 80, 190), (240, 160, 60)),
}


def lit(side: int) -> NDArray[np.float64]:
    """Light (side, side, 1) that falls to a third from one corner to the other."""
    down, right = np.mgrid[0:side, 0:side] / (side - 1)
    light: NDArray[np.float64] = (1 - (down + right) / 3)[..., None]
    return light


@pytest.mark.parametrize(("ink", "paper"), INK_ON_PAPER.values(), ids=INK_ON_PAPER)
def test_ink_is_above_paper(ink: Colour, paper: Colour) -> None:
    grey = contrast(departures(seven(ink=ink, paper=paper) / 255))
    mask = seven_mask()
    assert grey[mask].min() > 0.1
    assert abs(grey[~mask]).max() < 0.01


def test_the_same_grey_would_hide_red_on_green() -> None:
    """What a conversion to grey alone would have seen in the third pair above."""
    ink, paper = INK_ON_PAPER["red on green of the same grey"]
    weights = np.array([0.299, 0.587, 0.114])
    assert abs(weights @ ink - weights @ paper) < 5


def test_a_gradient_of_light_is_taken_out() -> None:
    picture = seven(ink=(120, 120, 120), paper=(240, 240, 240)) / 255 * lit(200)
    paper = paper_under(picture)
    expected = np.broadcast_to(240 / 255 * lit(200), paper.shape)
    np.testing.assert_allclose(paper, expected, atol=0.02)
    mask = seven_mask()
    # In the light and in the shadow, the ink differs from the paper by the same share.
    grey = contrast(departures(picture))
    assert grey[mask].min() > 0.4
    assert np.ptp(grey[mask]) < 0.1
    assert abs(grey[~mask]).max() < 0.1


def test_a_plain_threshold_would_take_the_shadow_for_ink() -> None:
    picture = (seven(ink=(120, 120, 120), paper=(240, 240, 240)) / 255 * lit(200))[..., 0]
    assert picture[seven_mask()].max() > picture[~seven_mask()].min()


def test_otsu_parts_two_heaps_in_the_middle_between_them() -> None:
    values = np.concatenate([np.full(900, 0.1), np.full(100, 0.9)])
    assert otsu(values) == pytest.approx(0.5, abs=0.01)
    assert otsu(np.full(5, 0.3)) == 0.3


def test_a_dark_table_along_one_side_does_not_bend_the_paper() -> None:
    """The one picture of the second set that was misread: the table's edge had become a 1."""
    light = np.broadcast_to(1 - 0.7 * np.linspace(0, 1, 280)[:, None, None] ** 1.5, (280, 280, 1))
    picture = seven(280) / 255 * light
    picture[:, :22] = np.array([70, 45, 30]) / 255
    paper = paper_under(picture)[:, 22:]
    np.testing.assert_allclose(paper, np.broadcast_to(light[:, 22:], paper.shape), atol=0.3)
