"""What ruins a study: leaks, contradicting labels, blank images, images that stand twice.

Two images are the same where all their pixels are, or where one is the other's negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief
from synthdigits.sources.part import Part

LEAST_CONTRAST = 32
"""Between the darkest and the brightest of 255, below which an image shows nothing."""
FIRST = 3
"""Rows that a message names."""
Row = tuple[int, int]
"""Index of a part, and of an image in it."""


@dataclass(frozen=True)
class Examined:
    """One or two parts of a set, and what is wrong with their images."""

    parts: Sequence[Part]

    @cached_property
    def _rows_by_image(self) -> dict[bytes, list[Row]]:
        rows: dict[bytes, list[Row]] = {}
        for index, part in enumerate(self.parts):
            for row, image in enumerate(part.images):
                rows.setdefault(_key(image), []).append((index, row))
        return rows

    @cached_property
    def _repeated(self) -> list[list[Row]]:
        """Rows of each image that stands more than once."""
        return [rows for rows in self._rows_by_image.values() if len(rows) > 1]

    @cached_property
    def leaks(self) -> list[tuple[Row, Row]]:
        """Each test image that is a training image too, and the first row where it is."""
        return [
            (row, rows[0])
            for rows in self._repeated
            for row in rows
            if rows[0][0] == 0 and row[0] == 1
        ]

    @cached_property
    def contradictions(self) -> list[tuple[Row, Row]]:
        """For each image that stands under several labels, two rows where it does."""
        pairs = []
        for rows in self._repeated:
            others = [row for row in rows if self._label(row) != self._label(rows[0])]
            pairs += [(rows[0], row) for row in others[:1]]
        return pairs

    @cached_property
    def blank(self) -> list[Row]:
        """Images of hardly any contrast."""
        return [
            (index, int(row))
            for index, part in enumerate(self.parts)
            for row in np.flatnonzero(_contrast(part.images) < LEAST_CONTRAST)
        ]

    @property
    def counts(self) -> dict[str, int]:
        """In images: what was found."""
        return {
            "in_both_parts": len(self.leaks),
            "under_several_labels": len(self.contradictions),
            "repeated": sum(len(rows) - 1 for rows in self._repeated),
            "blank": len(self.blank),
        }

    def check(self) -> None:
        """Refuse what no study can stand on.

        Raises:
            SynthdigitsError: the first of :attr:`findings`.
        """
        for finding in self.findings:
            raise SynthdigitsError(f"{finding}; allowed: none")

    @property
    def findings(self) -> Iterator[str]:
        """A line for each thing that ruins a study: how many images, and the first of them."""
        images = sum(len(part.labels) for part in self.parts)
        if self.blank:
            yield (
                f"{len(self.blank)} of {images} images show nothing, their pixels differing by "
                f"less than {LEAST_CONTRAST} of 255: {_listed(map(self.place, self.blank))}"
            )
        if self.leaks:
            pairs = (f"{self.place(test)} is {self.place(train)}" for test, train in self.leaks)
            yield (
                f"{len(self.leaks)} of {len(self.parts[-1].labels)} test images are training "
                f"images too: {_listed(pairs)}"
            )
        if self.contradictions:
            pairs = (
                f"{self.place(one)} as {self._label(one)} and {self.place(other)} as "
                f"{self._label(other)}"
                for one, other in self.contradictions
            )
            yield (
                f"{len(self.contradictions)} of {images} images stand under several labels: "
                f"{_listed(pairs)}"
            )

    def once(self) -> Part:
        """The first part with the first of each image alone."""
        firsts = sorted(row for (_, row), *_ in self._rows_by_image.values())
        return self.parts[0].only(np.array(firsts, dtype=np.int64))

    def place(self, row: Row) -> str:
        return brief(self.parts[row[0]].place(row[1]), 40)

    def _label(self, row: Row) -> int:
        return int(self.parts[row[0]].labels[row[1]])


def check_classes(train: NDArray[np.integer], test: NDArray[np.integer], names: list[str]) -> None:
    """Refuse a test part that lacks classes of the training part.

    Raises:
        SynthdigitsError: it names the classes.
    """
    missing = [brief(names[label]) for label in np.setdiff1d(train, test)]
    if missing:
        raise SynthdigitsError(
            f"{len(missing)} of {len(names)} classes have no test image: {_listed(missing)}"
        )


def _key(image: NDArray[np.uint8]) -> bytes:
    """The same for an image (h, w) and for its negative."""
    pixels = 255 - image if image[0, 0] > 127 else image
    return blake2b(pixels.tobytes(), digest_size=16, key=repr(image.shape).encode()).digest()


def _contrast(images: NDArray[np.uint8]) -> NDArray[np.int_]:
    flat = images.reshape(len(images), -1)
    contrast: NDArray[np.int_] = flat.max(axis=1).astype(int) - flat.min(axis=1)
    return contrast


def _listed(words: Iterable[str]) -> str:
    first = list(islice(words, FIRST + 1))
    return ", ".join(first[:FIRST]) + (", …" if len(first) > FIRST else "")
