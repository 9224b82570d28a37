"""Everything that a set of digits is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.classifiers.reading import features_of
from synthdigits.comparison.labels import label_quality
from synthdigits.config import paths
from synthdigits.digits.digits import Digits
from synthdigits.measures.coverage import RealNeighbourhood
from synthdigits.measures.features import Points, pixels_of
from synthdigits.measures.fidelity import kernel_distance, kernel_distance_per_class
from synthdigits.measures.memorisation import Neighbours, look_up
from synthdigits.ruler.moments import Moments, frechet_distance
from synthdigits.ruler.ruler import Ruler, load_ruler

COMPARED = 10_000
"""Training digits whose neighbourhoods are drawn; as many as there are test digits in MNIST."""
SEARCHED = 2_000
"""Images whose nearest neighbours are searched for among all training digits."""

NeighboursBySpace = Mapping[str, Neighbours]
"""Neighbours by space: in the ruler's features ("") and in pixels ("_pixels")."""


class Yardstick:
    """Real digits, and the ruler that compares others with them.

    Args:
        train: what the generators were trained on; the distances' other end.
        held_out: real digits that no generator saw.
        ruler: its features are the space of all distances but the pixels', and it says what a
            digit is; no generator has learned from it.
    """

    def __init__(self, train: Digits, held_out: Digits, ruler: Ruler, seed: int) -> None:
        self.train, self.held_out, self.ruler, self.seed = train, held_out, ruler, seed
        self._spaces = {"": self._features, "_pixels": pixels_of}
        self._trained_on = {key: points_of(train.images) for key, points_of in self._spaces.items()}
        self._held_out = {
            key: points_of(held_out.images) for key, points_of in self._spaces.items()
        }
        self._neighbourhood = RealNeighbourhood(self._trained_on[""][:COMPARED])

    def neighbours_of(self, digits: Digits) -> NeighboursBySpace:
        """Neighbours of the set's first images in each space."""
        return self._neighbours(digits, self._held_out)

    def measure(self, digits: Digits, neighbours: NeighboursBySpace) -> dict[str, Any]:
        """Figures of one set, as metrics/fidelity/ has them.

        Args:
            neighbours: what :meth:`neighbours_of` gives for the set.
        """
        features, trained_on = self._features(digits.images), self._trained_on[""]
        return {
            "images": len(digits),
            "ruler": self.ruler.sha256,
            "frechet_distance": frechet_distance(self.ruler.train, Moments.of(features)),
            "kernel_distance": kernel_distance(trained_on, features, self.seed),
            **asdict(self._neighbourhood.coverage(features)),
            **label_quality(digits, self.ruler.network),
            **{f"nearest_neighbour_ratio{key}": near.ratio for key, near in neighbours.items()},
            "duplicates": neighbours["_pixels"].duplicate_share(),
            "kernel_distance_per_class": kernel_distance_per_class(
                trained_on, self.train.labels, features, digits.labels, self.seed
            ),
        }

    def floor(self) -> dict[str, Any]:
        """The same figures of the held-out digits: what real digits themselves reach.

        For the nearest-neighbour ratios one half of them is compared with the other.
        """
        others = {key: points[1::2] for key, points in self._held_out.items()}
        return self.measure(self.held_out, self._neighbours(self.held_out[::2], others))

    def most_copied(
        self, digits: Digits, neighbours: NeighboursBySpace, count: int
    ) -> tuple[NDArray[np.uint8], ...]:
        """The images that are far nearer to training than to held-out digits, and those nearest.

        Args:
            neighbours: what :meth:`neighbours_of` gives for the set.

        Returns:
            uint8 (count, H, W) each: generated, nearest training, nearest held-out digits.
        """
        near = neighbours["_pixels"]
        worst = near.most_copied(count)
        return (
            digits.images[worst],
            self.train.images[near.trained_on.index[worst]],
            self.held_out.images[near.held_out.index[worst]],
        )

    def _neighbours(self, digits: Digits, held_out: Mapping[str, Points]) -> NeighboursBySpace:
        images = digits.images[:SEARCHED]
        return {
            key: look_up(points_of(images), self._trained_on[key], held_out[key])
            for key, points_of in self._spaces.items()
        }

    def _features(self, images: NDArray[np.uint8]) -> Points:
        return features_of(self.ruler.network, images)


def load_yardstick(seed: int) -> Yardstick:
    """The project's real digits and their ruler."""
    return Yardstick(
        Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST), load_ruler(paths.RULER), seed
    )
