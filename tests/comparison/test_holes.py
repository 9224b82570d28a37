"""Accuracy by hole size and by lost ink, for readers and repairs whose answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from synthdigits.classifiers.reading import predictions
from synthdigits.comparison.holes import Arm, accuracy_by_ink, accuracy_by_size, hardest, lost_ink
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import mask_digits

MASK = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


class BarReader(nn.Module):
    """Reads a digit whose bar is bright over at least ``share`` of its width."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = nn.Parameter(torch.tensor(share))

    def forward(self, pixels: Tensor) -> Tensor:
        bright: Tensor = (pixels[:, 0, 4:24:2] > 0.99).float().mean(dim=2)
        return 20 * (bright >= self.share).float()


def nothing(masked: MaskedDigits) -> MaskedDigits:
    return masked


def test_only_holes_that_cut_the_bar_too_short_mislead(digits: Digits) -> None:
    """A hole of 8 of 28 pixels leaves 71 % of a bar, one of 4 leaves 86 %."""
    arms = {"careless": Arm(nothing, BarReader(0.5)), "strict": Arm(nothing, BarReader(0.8))}
    table = accuracy_by_size(arms, digits, MASK, [4, 8], seed=1)
    found = table.set_index(["arm", "size"])["accuracy"]
    assert found["careless", 4] == found["careless", 8] == found["strict", 4] == 1.0
    assert found["strict", 8] < 0.9


def test_a_perfect_repair_reads_as_the_whole_digit(digits: Digits) -> None:
    def perfect(masked: MaskedDigits) -> MaskedDigits:
        return replace(masked, images=digits.images)

    arms = {"perfect": Arm(perfect, BarReader(1.0))}
    assert accuracy_by_size(arms, digits, MASK, [12], seed=1)["accuracy"].tolist() == [1.0]


def test_lost_ink_is_the_holes_share() -> None:
    even = Digits(np.full((1, 28, 28), 9, np.uint8), np.zeros(1, np.uint8), np.zeros(1, np.int64))
    blank = Digits(np.zeros((1, 28, 28), np.uint8), even.labels, even.rows)
    masked = mask_digits(even, MASK, np.random.default_rng(0))
    assert lost_ink(even, masked) == 64 / 784
    assert lost_ink(blank, masked) == 0


def test_parts_by_ink_are_equally_large_and_in_order(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    read = predictions(BarReader(0.8), masked)
    verdict = pd.DataFrame({"actual": masked.labels, "predicted": read})
    table = accuracy_by_ink({"strict": verdict}, digits, masked, parts=4)
    assert table["lost_ink"].is_monotonic_increasing
    assert table["accuracy"].mean() == (read == masked.labels).mean()


def test_the_hardest_repairs_are_those_that_are_misread(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    reader = BarReader(0.8)
    wrong = ~Arm(nothing, reader).right(masked)
    worst = hardest(reader, masked, int(wrong.sum()))
    assert wrong[worst].all()
