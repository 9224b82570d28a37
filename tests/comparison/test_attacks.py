"""A generator that copies and a classifier that remembers are caught; honest ones aren't."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from comparison.classifiers import RuleClassifier
from synthdigits.comparison.arms import PLANTED, REAL_FLOOR
from synthdigits.comparison.attacks import (
    Candidates,
    attack_classifier,
    attack_repairs,
    attack_samples,
    planted_copies,
    reference_attacks,
)
from synthdigits.config import paths
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import holes_in, mask_digits


def drawn(count: int, seed: int, first_row: int = 0) -> Digits:
    generator = np.random.default_rng(seed)
    images = generator.integers(0, 256, (count, 28, 28), np.uint8)
    labels = (np.arange(count) % 10).astype(np.uint8)
    return Digits(images, labels, np.arange(first_row, first_row + count, dtype=np.int64))


TRAIN, TEST = drawn(300, 1), drawn(150, 2, first_row=300)
CANDIDATES = Candidates.drawn(TRAIN, TEST, 0.1, seed=1)
MASK = MaskParams(size=8, first_corner=8, last_corner=12, fill=0)


class Remembers(RuleClassifier):
    """Sure of the label of each image that it has seen, and of class 0 otherwise."""

    def __init__(self, seen: Digits) -> None:
        super().__init__()
        self.features = torch.nn.Sequential(torch.nn.Linear(1, 1))  # says where it computes
        self.labels = {
            image.tobytes(): int(label)
            for image, label in zip(seen.images, seen.labels, strict=True)
        }

    def forward(self, images: Tensor) -> Tensor:
        pixels = ((images[:, 0] + 1) * 127.5).round().to(torch.uint8).numpy()
        read = [self.labels.get(image.tobytes(), 0) for image in pixels]
        return 10 * torch.nn.functional.one_hot(torch.tensor(read), 10).float()


def test_members_were_trained_on_and_the_others_were_not() -> None:
    assert len(CANDIDATES.members) == len(CANDIDATES.held_out) == 150
    assert set(CANDIDATES.members.rows) <= set(range(270))
    assert set(CANDIDATES.held_out.rows) == set(range(300, 450))


def test_candidates_depend_on_the_seed_alone() -> None:
    again = Candidates.drawn(TRAIN, TEST, 0.1, seed=1)
    np.testing.assert_array_equal(again.members.rows, CANDIDATES.members.rows)
    others = Candidates.drawn(TRAIN, TEST, 0.1, seed=2)
    assert (others.members.rows != CANDIDATES.members.rows).any()


def test_a_generator_that_copies_is_caught() -> None:
    copies = planted_copies(TRAIN[:270].images, seed=1)
    assert (copies != TRAIN.images[:270]).any()
    attack = attack_samples(copies, CANDIDATES, 0.95)
    assert attack.auc_low > 0.9
    assert attack.true_positives > 0.9


def test_a_generator_of_other_digits_is_a_guess() -> None:
    attack = attack_samples(drawn(300, 3).images, CANDIDATES, 0.95)
    assert attack.auc_low < 0.5 < attack.auc_high


def test_a_classifier_that_remembers_is_caught() -> None:
    remembering = attack_classifier(Remembers(TRAIN), CANDIDATES, 0.95)
    assert remembering.auc_low > 0.9
    forgetful = attack_classifier(Remembers(drawn(1, 9)), CANDIDATES, 0.95)
    assert forgetful.auc_low <= 0.5 <= forgetful.auc_high


def test_an_inpainter_that_remembers_is_caught(workspace: Path) -> None:
    for name, remembers in (("remembers", True), ("guesses", False)):
        for split, digits in (("train", TRAIN), ("test", TEST)):
            repaired = mask_digits(digits, MASK, np.random.default_rng(0))
            if remembers and split == "train":
                hole = holes_in(repaired)
                repaired.images[hole] = digits.images[hole]
            repaired.save(paths.inpainted(name, split))
    assert attack_repairs("remembers", CANDIDATES, 0.95).auc_low > 0.9
    guess = attack_repairs("guesses", CANDIDATES, 0.95)
    assert guess.auc_low < 0.5 < guess.auc_high


def test_the_references_bracket_what_an_attack_finds(workspace: Path) -> None:
    TRAIN.save(paths.RAW_TRAIN)
    TEST.save(paths.RAW_TEST)
    attacks = reference_attacks(0.1, 1, 0.95)
    assert attacks[REAL_FLOOR].auc_low < 0.5 < attacks[REAL_FLOOR].auc_high
    assert attacks[PLANTED].auc_low > 0.9
