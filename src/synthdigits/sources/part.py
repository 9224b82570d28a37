"""One part of one's own digits as it was found, each image with the name of its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.splits import Labelled
from synthdigits.plumbing.errors import SynthdigitsError

MOST_IMAGES = 300_000
"""Of a set: with what is made of them on the way they take less than 1 GiB."""


@dataclass(frozen=True)
class Part:
    """Images that fit the canvas, bright ink on dark.

    Attributes:
        name: "training" or "test", or "" where the test part is still to be split off.
        images: uint8 (N, h, w).
        labels: int64 (N,).
        place: what a row is called: a file, or a row of an array.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.integer]
    place: Callable[[int], str]

    @property
    def labelled(self) -> Labelled:
        return Labelled(self.images, self.labels)

    def only(self, rows: NDArray[np.integer]) -> Part:
        """The part with the images of these rows alone."""
        return Part(
            self.name,
            self.images[rows],
            self.labels[rows],
            lambda row: self.place(int(rows[row])),
        )


def check_count(images: int) -> None:
    """Refuse a set that is too large.

    Raises:
        SynthdigitsError: it is.
    """
    if images > MOST_IMAGES:
        raise SynthdigitsError(f"there are {images} images; allowed: {MOST_IMAGES}")


def rows_of(array: str) -> Callable[[int], str]:
    """Places in an array, as x_train[7]."""
    return lambda row: f"{array}[{row}]"
