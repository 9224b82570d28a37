"""Three pictures of an inpainter's repairs, drawn from arrays alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets
from synthdigits.drawing.repair_pictures import Repairs, write_repair_pictures

ROW = (28 + sheets.GAP) * sheets.ZOOM


@pytest.fixture
def repairs(digits: Digits) -> Repairs:
    masked = digits.images.copy()
    masked[:, 8:16, 8:16] = 0
    worst = np.array([7, 3, 5])
    return Repairs(digits.images, masked, digits.images, digits.labels, digits.labels, worst)


def test_the_sheet_has_three_bands_of_three_versions(repairs: Repairs, tmp_path: Path) -> None:
    write_repair_pictures(tmp_path, repairs)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.height == 9 * ROW + sheets.GAP * sheets.ZOOM


def test_the_hardest_are_shown_in_their_order(repairs: Repairs, tmp_path: Path) -> None:
    write_repair_pictures(tmp_path, repairs)
    versions = [repairs.original, repairs.masked, repairs.repaired]
    expected = sheets.grid([images[[7, 3, 5]] for images in versions])
    with Image.open(tmp_path / "hardest.png") as sheet:
        np.testing.assert_array_equal(np.asarray(sheet), np.asarray(expected))


def test_what_was_read_stands_under_the_first_repairs(repairs: Repairs, tmp_path: Path) -> None:
    write_repair_pictures(tmp_path, repairs)
    with Image.open(tmp_path / "read.png") as sheet:
        below = np.asarray(sheet)[ROW + sheets.GAP * sheets.ZOOM :] < 128
    assert all(below[:, place * ROW : (place + 1) * ROW].any() for place in range(10))
