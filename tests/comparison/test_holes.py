"""Accuracy by hole size and by lost ink, for classifiers and repairs whose answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from comparison.classifiers import RuleClassifier
from synthdigits.comparison.holes import Arm, accuracy_by_ink, accuracy_by_size, hardest, lost_ink
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import mask_digits
from synthdigits.plumbing.errors import SynthdigitsError

MASK = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


class BarClassifier(RuleClassifier):
    """Reads a digit whose bar is bright over at least ``share`` of its width."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = nn.Parameter(torch.tensor(share))

    def forward(self, pixels: Tensor) -> Tensor:
        bright: Tensor = (pixels[:, 0, 4:24:2] > 0.99).float().mean(dim=2)
        return 20 * (bright >= self.share).float()


def unrepaired(share: float) -> Arm:
    return Arm(lambda masked: masked, BarClassifier(share), [])


def test_only_holes_that_cut_the_bar_too_short_mislead(digits: Digits) -> None:
    """A hole of 8 of 28 pixels leaves 71 % of a bar, one of 4 leaves 86 %."""
    arms = {"careless": unrepaired(0.5), "strict": unrepaired(0.8)}
    table = accuracy_by_size(arms, digits, MASK, [4, 8], seed=1)
    accuracy = table.set_index(["arm", "size"])["accuracy"]
    assert accuracy["careless", 4] == accuracy["careless", 8] == accuracy["strict", 4] == 1.0
    assert accuracy["strict", 8] < 0.9


def test_a_perfect_repair_reads_as_the_whole_digit(digits: Digits) -> None:
    def perfect(masked: MaskedDigits) -> MaskedDigits:
        return replace(masked, images=digits.images)

    arms = {"perfect": Arm(perfect, BarClassifier(1.0), [])}
    assert accuracy_by_size(arms, digits, MASK, [12], seed=1)["accuracy"].tolist() == [1.0]


def test_lost_ink_is_the_holes_share() -> None:
    even = Digits(np.full((1, 28, 28), 9, np.uint8), np.zeros(1, np.uint8), np.zeros(1, np.int64))
    blank = Digits(np.zeros((1, 28, 28), np.uint8), even.labels, even.rows)
    masked = mask_digits(even, MASK, np.random.default_rng(0))
    assert lost_ink(even, masked) == 64 / 784
    assert lost_ink(blank, masked) == 0


def test_parts_by_ink_are_equally_large_and_in_order(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    readings = unrepaired(0.8).read(masked)
    table = accuracy_by_ink({"strict": readings}, lost_ink(digits, masked), parts=4)
    assert table["lost_ink"].is_monotonic_increasing
    assert table["accuracy"].mean() == readings.right.mean()


def test_an_arm_that_saw_a_test_row_reads_nothing(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    arm = replace(unrepaired(0.8), training_rows=[[0, 0]])
    with pytest.raises(SynthdigitsError, match="test row 0"):
        arm.read(masked)


def test_every_arm_reads_the_same_holes_whoever_stands_beside_it(digits: Digits) -> None:
    """Each inpainter is scored by a stage of its own."""
    alone, together = (
        accuracy_by_size(arms, digits, MASK, [6, 8], seed=1)
        for arms in ({"a": unrepaired(0.8)}, {"b": unrepaired(0.7), "a": unrepaired(0.8)})
    )
    assert alone["accuracy"].tolist() == together[together.arm == "a"]["accuracy"].tolist()


def test_the_hardest_repairs_are_those_that_are_misread(digits: Digits) -> None:
    masked = mask_digits(digits, MASK, np.random.default_rng(0))
    arm = unrepaired(0.8)
    wrong = ~arm.read(masked).right
    worst = hardest(arm.classifier, masked, int(wrong.sum()))
    assert wrong[worst].all()
