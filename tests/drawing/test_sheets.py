"""Sheets put every digit where it belongs."""

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets

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
    sheet = np.asarray(sheets.bands([digits.images, digits.images], columns=4, count=2))
    assert sheet.shape[0] == 4 * CELL + START
    first, second = (sheet[START + row * CELL :][:56, START : START + 56] for row in (0, 1))
    np.testing.assert_array_equal(first, second)


def test_a_square_has_as_many_rows_as_columns(digits: Digits) -> None:
    sheet = np.asarray(sheets.square(digits.images[:9], zoom=1))
    assert sheet.shape == (3 * 30 + 2, 3 * 30 + 2)
    np.testing.assert_array_equal(sheet[32:60, 62:90], 255 - digits.images[5])


def test_a_named_row_keeps_its_digits_beside_the_name(digits: Digits) -> None:
    sheet = np.asarray(sheets.named_rows({"one": digits.images[:3], "two": digits.images[3:6]}))
    np.testing.assert_array_equal(
        sheet[:, sheets.NAME_WIDTH :],
        np.asarray(sheets.grid([digits.images[:3], digits.images[3:6]])),
    )
    names = sheet[:, : sheets.NAME_WIDTH] < 128
    assert names[:CELL].any()
    assert names[CELL:].any()


def test_strips_drawn_apart_give_the_sheet_of_their_digits(digits: Digits) -> None:
    """The report has a GAN's first row as a picture only."""
    rows = {"one": digits.images[:3], "two": digits.images[3:6], "short": digits.images[:1]}
    strips = {name: sheets.grid([row]) for name, row in rows.items()}
    named = sheets.named_strips(strips)
    np.testing.assert_array_equal(np.asarray(named), np.asarray(sheets.named_rows(rows)))
    digits_alone = np.asarray(named)[:, sheets.NAME_WIDTH :]
    np.testing.assert_array_equal(digits_alone, np.asarray(sheets.grid(list(rows.values()))))


def test_a_caption_stands_under_each_digit(digits: Digits) -> None:
    sheet = np.asarray(sheets.captioned(digits.images[:2], ["read 1\nis 7", "read 2\nis 2"]))
    below = sheet[CELL + START :] < 128
    assert below[:, :CELL].any()
    assert below[:, CELL:].any()
