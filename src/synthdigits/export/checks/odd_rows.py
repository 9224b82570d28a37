"""Rows that can't be what a set of their kind holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE, Digits, MaskedDigits, SyntheticDigits
from synthdigits.digits.masking import holes_in
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.formats.parts import InpaintedDigits, Split

Odd = dict[str, NDArray[np.bool_]]


def odd_rows(digits: Digits, described: Manifest) -> Odd:
    """By what is wrong with them: which rows of (N,) it is wrong with."""
    odd: Odd = {"has a label that is no class": digits.labels >= len(described.classes)}
    if isinstance(digits, SyntheticDigits):
        sure = (digits.confidence >= 0) & (digits.confidence <= 1)
        odd["has a confidence that is none from 0 to 1"] = ~sure
    if isinstance(digits, MaskedDigits):
        odd |= _odd_holes(digits, described)
    return odd


def odd_numbers(
    rows: NDArray[np.int64], described: Manifest, split: Split, start: int, last: int
) -> Odd:
    """Likewise, of the row numbers of consecutive rows.

    Args:
        start: the first one's place in its part.
        last: the row number before the first one's; -1 where there is none.
    """
    if described.kind == "synthetic":
        places = described.first_row(split) + start + np.arange(len(rows))
        return {"has a row number that is not its place": rows != places}
    tested = _inside(rows, described.origin.test_rows)
    return {
        f"has a row number that is none of the {split} part": tested != (split == "test"),
        "has a row number that is not above the one before": np.diff(rows, prepend=last) <= 0,
    }


def _odd_holes(digits: MaskedDigits, described: Manifest) -> Odd:
    ends = digits.corners.astype(int) + digits.sizes[:, None]
    inside = holes_in(digits)
    masked = digits.masked if isinstance(digits, InpaintedDigits) else digits.images
    return {
        "has a hole that leaves the image": (ends > SIDE).any(axis=1) | (digits.sizes == 0),
        "there is something in its hole, or its hole is elsewhere": _anywhere(
            inside & (masked != described.hole_fill)
        ),
        "differs from the digit before its repair outside its hole": _anywhere(
            ~inside & (masked != digits.images)
        ),
    }


def _anywhere(pixels: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which images of bool (N, H, W) have a pixel that is true."""
    return np.asarray(pixels.any(axis=(1, 2)), np.bool_)


def _inside(rows: NDArray[np.int64], ranges: list[list[int]]) -> NDArray[np.bool_]:
    """Which rows are in one of some inclusive ranges."""
    found = np.zeros(len(rows), np.bool_)
    for first, last in ranges:
        np.logical_or(found, (rows >= first) & (rows <= last), out=found)
    return found
