"""One's own digits as they were found, with what had to be corrected."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass

from synthdigits.digits.splits import Splits, numbered, part_off_test
from synthdigits.sources.part import Part

CORRECTIONS = {
    "turned_over": "have dark ink on bright paper: they are turned over",
    "rescaled": "run to 1 or have more than 8 bits: they are brought to 0…255",
    "laid_on_paper": "are transparent: they are laid on paper",
    "without_colour": "have colour: it is dropped",
    "kept_once": "stand there before: they are left out",
    "left_out": "",
}
"""What is sure enough to be done, and how it is told of images; of what is left out, the folders
tell, as it is no image."""


@dataclass(frozen=True)
class Found:
    """One's own digits.

    Attributes:
        parts: the training and the test part, or one that is still to be split.
        class_names: where the source names them.
        corrected: how many images, by the keys of :data:`CORRECTIONS`.
    """

    parts: list[Part]
    class_names: list[str] | None
    corrected: Counter[str]

    def splits(self) -> Splits:
        """Both parts on the canvas, rows numbered.

        Raises:
            SynthdigitsError: the labels are no classes 0, 1, 2 … of which each has images.
        """
        first, *others = [part.labelled for part in self.parts]
        if not others:
            return part_off_test(first, self.class_names)
        return numbered(first, others[0], self.class_names)

    def tell(self) -> None:
        """Say in one line each what is corrected."""
        images = sum(len(part.labels) for part in self.parts) + self.corrected["kept_once"]
        for key, words in CORRECTIONS.items():
            if words and self.corrected[key]:
                logging.warning("%d of %d images %s", self.corrected[key], images, words)
