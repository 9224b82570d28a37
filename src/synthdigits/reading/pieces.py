"""Pieces of ink: those of one digit are kept, specks and dirt at the border are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.connected import labelled

Mask = NDArray[np.bool_]

SMALLEST_SIDE = 5
"""Pixels that a digit needs at least."""
SPECK_AREA, SPECK_SIDE = 0.02, 0.1
"""A part of a digit has these shares of its largest piece's area and longer side at least."""
NEAR = 0.25
"""A part of a digit lies this close to its largest piece, in that one's longer sides."""
LIKE_SIDE, LIKE_AREA, APART = 0.6, 0.3, 0.1
"""A second digit has these shares of the first one's side and area, and is this far from it."""
ALONG_BORDER = 0.6
"""Dirt runs along the border for this share of its longer side."""
THIN = 0.15
"""A line across the picture is thinner than this share of its length."""
INSIDE = 0.1
"""What is left without the dirt is as long as this share of the picture's shorter side."""


@dataclass(frozen=True)
class Piece:
    """Connected ink: its number in the labelled picture, its box and its area in pixels.

    Attributes:
        contact: pixels at the top, bottom, left and right border of the picture.
    """

    number: int
    top: int
    bottom: int
    left: int
    right: int
    area: int
    contact: tuple[int, int, int, int]

    @property
    def side(self) -> int:
        return max(self.bottom - self.top, self.right - self.left)

    @property
    def is_dirt(self) -> bool:
        """Whether it runs along the border, or as a line from one border to the opposite one."""
        above, below, left, right = self.contact
        across = bool((above and below) or (left and right))
        thin = min(self.bottom - self.top, self.right - self.left) < THIN * self.side
        return max(self.contact) > ALONG_BORDER * self.side or (across and thin)

    @property
    def weight(self) -> float:
        """Area, less where it is cut off by the border."""
        return self.area * (0.3 if any(self.contact) else 1)

    def gap(self, other: Piece) -> int:
        """Empty rows or columns between two boxes, 0 where they overlap."""
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        right = max(self.left, other.left) - min(self.right, other.right)
        return max(down, right, 0)


def one_digit(mask: Mask) -> Mask:
    """The ink of one digit, which may be in several pieces, of all ink (H, W).

    Raises:
        SynthdigitsError: there is none, or there are several of like size.
    """
    numbers, pieces = find_pieces(mask)
    clean = [piece for piece in pieces if not piece.is_dirt]
    if max((piece.side for piece in clean), default=0) < INSIDE * min(mask.shape):
        clean = pieces
    main = max(clean, key=lambda piece: piece.weight, default=None)
    if main is None or main.side < SMALLEST_SIDE:
        raise SynthdigitsError("no ink was found that is large enough for a digit")
    if others := [piece for piece in clean if _is_another_digit(piece, main)]:
        raise SynthdigitsError(
            f"{len(others) + 1} pieces of like size were found; one digit in a picture can be read"
        )
    kept = [piece.number for piece in clean if piece is main or _is_part(piece, main)]
    return np.isin(numbers, kept)


def find_pieces(mask: Mask) -> tuple[NDArray[np.int32], list[Piece]]:
    """Pixels' numbers (H, W), 0 where there is no ink, and the pieces with these numbers."""
    numbers, count = labelled(mask)
    areas = np.bincount(numbers.ravel(), minlength=count + 1)
    edges = (numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1])
    contacts = np.stack([np.bincount(edge, minlength=count + 1) for edge in edges], axis=1)
    pieces = [
        Piece(
            number,
            *box,
            int(areas[number]),
            (int(above), int(below), int(left), int(right)),
        )
        for number, box in enumerate(_boxes(numbers, count), 1)
        for above, below, left, right in [contacts[number]]
    ]
    return numbers, pieces


def _boxes(numbers: NDArray[np.int32], count: int) -> list[tuple[int, int, int, int]]:
    """First row and the one after the last, first column and likewise, of each number from 1."""
    rows, columns = np.nonzero(numbers)
    found = numbers[rows, columns]
    ends = []
    for places in (rows, columns):
        first = np.full(count + 1, max(numbers.shape))
        last = np.zeros(count + 1, np.int64)
        np.minimum.at(first, found, places)
        np.maximum.at(last, found, places)
        ends += [first[1:].tolist(), (last[1:] + 1).tolist()]
    return list(zip(*ends, strict=True))


def _is_part(piece: Piece, main: Piece) -> bool:
    large = piece.area >= SPECK_AREA * main.area and piece.side >= SPECK_SIDE * main.side
    inside = any(main.contact) or not any(piece.contact)
    return large and inside and piece.gap(main) <= NEAR * main.side


def _is_another_digit(piece: Piece, main: Piece) -> bool:
    alike = piece.side >= LIKE_SIDE * main.side and piece.area >= LIKE_AREA * main.area
    apart = piece.gap(main) > APART * main.side
    return piece is not main and not any(piece.contact) and alike and apart
