"""Sheets put every digit where it belongs."""

import numpy as np

from synthdigits.data.digits import Digits
from synthdigits.reporting import sheets

CELL = (28 + sheets.GAP) * sheets.ZOOM
START = sheets.GAP * sheets.ZOOM


def test_one_row_for_each_class(digits: Digits) -> None:
    sheet = np.asarray(sheets.by_class(digits, columns=5))
    assert sheet.shape == (10 * CELL + START, 5 * CELL + START)
    seven = digits.images[digits.labels == 7][2]
    top, left = 7 * CELL + START, 2 * CELL + START
    cell = sheet[top : top + 56 : 2, left : left + 56 : 2]
    np.testing.assert_array_equal(cell, 255 - seven)


def test_a_class_without_digits_is_an_empty_row(digits: Digits) -> None:
    sheet = np.asarray(sheets.by_class(digits[digits.labels != 4], columns=3))
    assert sheet[4 * CELL + START : 5 * CELL].min() == sheets.PAPER


def test_bands_set_versions_of_the_same_digit_under_one_another(digits: Digits) -> None:
    sheet = np.asarray(sheets.bands([digits, digits], columns=4, count=2))
    assert sheet.shape[0] == 4 * CELL + START
    first, second = (sheet[START + row * CELL :][:56, START : START + 56] for row in (0, 1))
    np.testing.assert_array_equal(first, second)
