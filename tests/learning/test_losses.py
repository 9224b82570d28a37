"""The adversarial losses, against their equations."""

import math

import pytest
import torch

from synthdigits.learning.losses import hinge_discriminator, hinge_generator, labelled_as


def test_cross_entropy_of_an_undecided_logit_is_log_2() -> None:
    assert float(labelled_as(torch.zeros(5, 1), 1)) == pytest.approx(math.log(2))


def test_cross_entropy_against_a_smoothed_label_is_least_at_that_probability() -> None:
    logit = torch.tensor(math.log(0.9 / 0.1), requires_grad=True)
    (slope,) = torch.autograd.grad(labelled_as(logit, 0.9), logit)
    assert float(slope) == pytest.approx(0, abs=1e-6)


def test_the_hinge_discriminator_asks_for_no_more_than_a_margin_of_one() -> None:
    assert float(hinge_discriminator(torch.tensor([1.0, 9.0]), torch.tensor([-1.0, -9.0]))) == 0
    assert float(hinge_discriminator(torch.zeros(3), torch.zeros(3))) == 2


def test_real_and_fake_are_not_interchangeable() -> None:
    right = hinge_discriminator(real=torch.ones(1), fake=-torch.ones(1))
    wrong = hinge_discriminator(real=-torch.ones(1), fake=torch.ones(1))
    assert float(right) < float(wrong)


def test_the_hinge_generator_wants_high_logits() -> None:
    assert float(hinge_generator(torch.tensor([2.0, 4.0]))) == -3
