"""The test digits behind holes of several sizes, and the tables of what is read there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from synthdigits.comparison.accuracy import Readings
from synthdigits.comparison.holes import Arm, accuracy_by_ink, accuracy_by_size, lost_ink
from synthdigits.config import paths
from synthdigits.config.sections import EvaluationParams, MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.figures import write_table


@dataclass(frozen=True)
class HoleTest:
    """What every arm is given to read.

    Attributes:
        whole: the test digits.
        masked: the same with the holes that the pipeline punched.
        mask: how holes are drawn; their sizes are those of ``evaluation``.
        seed: of the holes, which are the same for every arm.
    """

    whole: Digits
    masked: MaskedDigits
    mask: MaskParams
    evaluation: EvaluationParams
    seed: int

    @classmethod
    def load(cls, mask: MaskParams, evaluation: EvaluationParams, seed: int) -> HoleTest:
        whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
        return cls(whole, masked, mask, evaluation, seed)

    def write_tables(
        self, folder: Path, arms: Mapping[str, Arm], readings: Mapping[str, Readings]
    ) -> None:
        """``by_size.csv`` and ``by_ink.csv``.

        Args:
            readings: what each arm reads of ``masked``.
        """
        first, sizes = self.whole[: self.evaluation.hole_images], self.evaluation.hole_sizes
        by_size = accuracy_by_size(arms, first, self.mask, sizes, self.seed)
        lost = lost_ink(self.whole, self.masked)
        write_table(folder / "by_size.csv", by_size)
        by_ink = accuracy_by_ink(readings, lost, self.evaluation.ink_parts)
        write_table(folder / "by_ink.csv", by_ink)
