"""The columns of a set, which Parquet and WebDataset keep beside image and label."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE, Digits, MaskedDigits, SyntheticDigits
from synthdigits.export.formats.parts import InpaintedDigits

Kind = Literal["synthetic", "inpainted", "masked"]

MEANINGS = {
    "image": f"the digit, bright ink on black, {SIDE}×{SIDE}",
    "label": "its class",
    "row": "its row number at its origin",
    "confidence": "probability that the labelling classifier gave the label; 1 where the "
    "generator was asked for it",
    "hole_row": "topmost row of the hole",
    "hole_column": "leftmost column of the hole",
    "hole_size": "side of the square hole in pixels",
    "masked": "the digit before the repair",
}


def empty(kind: Kind) -> Digits:
    """No rows, with the columns that sets of this kind have."""
    images, none = np.empty((0, SIDE, SIDE), np.uint8), np.empty(0, np.uint8)
    whole = Digits(images, none, np.empty(0, np.int64))
    if kind == "synthetic":
        return SyntheticDigits(**vars(whole), confidence=np.empty(0, np.float32))
    holed = MaskedDigits(**vars(whole), corners=np.empty((0, 2), np.uint8), sizes=none)
    return holed if kind == "masked" else InpaintedDigits(**vars(holed), masked=images)


def pictures_of(digits: Digits) -> dict[str, NDArray[np.uint8]]:
    """Columns of images, each uint8 (N, H, W); ``image`` comes first."""
    if isinstance(digits, InpaintedDigits):
        return {"image": digits.images, "masked": digits.masked}
    return {"image": digits.images}


def values_of(digits: Digits) -> dict[str, NDArray[Any]]:
    """Columns of numbers, each (N,), in a fixed order."""
    values: dict[str, NDArray[Any]] = {"row": digits.rows}
    if isinstance(digits, SyntheticDigits):
        values["confidence"] = digits.confidence
    if isinstance(digits, MaskedDigits):
        values["hole_row"] = digits.corners[:, 0]
        values["hole_column"] = digits.corners[:, 1]
        values["hole_size"] = digits.sizes
    return values


def digits_of(
    pictures: dict[str, NDArray[np.uint8]],
    labels: NDArray[np.uint8],
    values: dict[str, NDArray[Any]],
) -> Digits:
    """The digits whose columns these are.

    Raises:
        KeyError: a column is missing.
        ValueError: a column has another type or length than its digits, or is unknown.
    """
    images, rows = pictures["image"], values["row"]
    if unknown := values.keys() - MEANINGS.keys():
        raise ValueError(f"there is a column {min(unknown)}")
    if "confidence" in values:
        return SyntheticDigits(images, labels, rows, values["confidence"])
    if "hole_size" not in values:
        return Digits(images, labels, rows)
    corners = np.stack([values["hole_row"], values["hole_column"]], axis=1)
    if "masked" in pictures:
        masked = pictures["masked"]
        return InpaintedDigits(images, labels, rows, corners, values["hole_size"], masked)
    return MaskedDigits(images, labels, rows, corners, values["hole_size"])
