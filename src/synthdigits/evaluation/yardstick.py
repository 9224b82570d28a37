"""Everything that a set of digits is measured against, gathered once for all sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.data.digits import Digits
from synthdigits.evaluation.coverage import RealNeighbourhood
from synthdigits.evaluation.features import Points, features_of, pixels_of
from synthdigits.evaluation.fidelity import (
    FrechetDistance,
    kernel_distance,
    kernel_distance_per_class,
)
from synthdigits.evaluation.labels import label_quality
from synthdigits.evaluation.memorisation import duplicate_share, nearest, nearest_neighbour_ratio
from synthdigits.models.classifiers import Classifier

COMPARED = 10_000
"""Training digits whose neighbourhoods are drawn; as many as there are test digits in MNIST."""
LOOKED_UP = 2_000
"""Images whose nearest neighbours are looked up among all training digits."""


class Yardstick:
    """Real digits, and the two classifiers that look at them.

    Args:
        train: what the generators were trained on; the distances' other end.
        held_out: real digits that no generator saw.
        seer: its features are the space of all distances but the pixels'.
        reader: says what a digit is; no generator may have seen it.
    """

    def __init__(
        self, train: Digits, held_out: Digits, seer: Classifier, reader: Classifier, seed: int
    ) -> None:
        self.train, self.held_out = train, held_out
        self.seer, self.reader, self.seed = seer, reader, seed
        self._spaces = {"": self._features, "_pixels": pixels_of}
        self._trained_on = {key: see(train.images) for key, see in self._spaces.items()}
        self._held_out = {key: see(held_out.images) for key, see in self._spaces.items()}
        self._frechet = FrechetDistance(self._trained_on[""])
        self._neighbourhood = RealNeighbourhood(self._trained_on[""][:COMPARED])

    def measure(self, digits: Digits) -> dict[str, Any]:
        """Figures of one set, as metrics/fidelity.json has them."""
        return self._measured(digits, digits, self._held_out)

    def floor(self) -> dict[str, Any]:
        """The same figures of the held-out digits: what real digits themselves reach.

        For the nearest-neighbour ratios one half of them is looked up in the other.
        """
        others = {key: points[1::2] for key, points in self._held_out.items()}
        return self._measured(self.held_out, self.held_out[::2], others)

    def most_copied(self, digits: Digits, count: int) -> tuple[NDArray[np.uint8], ...]:
        """The images that are far nearer to training than to held-out digits, and those nearest.

        Returns:
            uint8 (count, 28, 28) each: generated, nearest training, nearest held-out digits.
        """
        images = digits.images[:LOOKED_UP]
        pixels = pixels_of(images)
        trained = nearest(pixels, self._trained_on["_pixels"])
        held_out = nearest(pixels, self._held_out["_pixels"])
        worst = np.argsort(trained.distance / held_out.distance, kind="stable")[:count]
        return (
            images[worst],
            self.train.images[trained.index[worst]],
            self.held_out.images[held_out.index[worst]],
        )

    def _measured(
        self, digits: Digits, looked_up: Digits, held_out: Mapping[str, Points]
    ) -> dict[str, Any]:
        features = self._features(digits.images)
        trained_on = self._trained_on[""]
        sample = looked_up.images[:LOOKED_UP]
        ratios = {
            f"nearest_neighbour_ratio{key}": nearest_neighbour_ratio(
                see(sample), self._trained_on[key], held_out[key]
            )
            for key, see in self._spaces.items()
        }
        return {
            "images": len(digits),
            "frechet_distance": self._frechet.to(features),
            "kernel_distance": kernel_distance(trained_on, features, self.seed),
            **asdict(self._neighbourhood.coverage(features)),
            **label_quality(digits, self.reader),
            **ratios,
            "duplicates": duplicate_share(pixels_of(sample), self._trained_on["_pixels"]),
            "kernel_distance_per_class": kernel_distance_per_class(
                trained_on, self.train.labels, features, digits.labels, self.seed
            ),
        }

    def _features(self, images: NDArray[np.uint8]) -> Points:
        return features_of(self.seer, images)
