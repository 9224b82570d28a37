"""Label figures of sets whose answers are known."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from comparison.classifiers import RuleClassifier
from synthdigits.comparison.labels import class_balance, label_quality
from synthdigits.digits.digits import Digits


class BarClassifier(RuleClassifier):
    """Reads the bright bar of the test digits; as sure as ``certainty`` makes it."""

    def __init__(self, certainty: float) -> None:
        super().__init__()
        self.certainty = nn.Parameter(torch.tensor(certainty))

    def forward(self, pixels: Tensor) -> Tensor:
        bars: Tensor = pixels[:, 0, 4:24:2].mean(dim=2) > 0.9
        return self.certainty * bars.float()


def test_a_sure_and_right_classifier_gives_full_marks(digits: Digits) -> None:
    quality = label_quality(digits, BarClassifier(20.0))
    assert quality == pytest.approx(
        {"recognisable": 1.0, "label_accuracy": 1.0, "class_balance": 1.0}
    )


def test_an_unsure_classifier_recognises_nothing(digits: Digits) -> None:
    assert label_quality(digits, BarClassifier(1.0))["recognisable"] == 0.0


def test_shuffled_labels_are_noticed(digits: Digits) -> None:
    shuffled = Digits(digits.images, np.roll(digits.labels, 1), digits.rows)
    quality = label_quality(shuffled, BarClassifier(20.0))
    assert (quality["label_accuracy"], quality["recognisable"]) == (0.0, 1.0)


def test_a_set_of_one_class_has_no_balance(digits: Digits) -> None:
    assert label_quality(digits[digits.labels == 3], BarClassifier(20.0))["class_balance"] == 0.0


def test_no_balance_is_zero_and_not_minus_zero() -> None:
    """It was -0.0, which the report's table showed as -0.000."""
    assert str(class_balance(np.full(5, 3), 10)) == "0.0"


def test_the_balance_of_half_the_classes_is_known() -> None:
    assert class_balance(np.arange(5), 10) == pytest.approx(np.log(5) / np.log(10))
