"""The classifiers: parameters, shapes."""

from __future__ import annotations

import pytest
import torch

from synthdigits.classifiers.networks import CLASSIFIERS, SeedCnn
from synthdigits.learning.weights import parameter_count


def test_seed_cnn_has_the_parameters_of_document_000() -> None:
    assert parameter_count(SeedCnn(10)) == 6_526_474


@pytest.mark.parametrize("name", CLASSIFIERS)
@pytest.mark.parametrize("classes", [10, 47])
def test_logits_are_one_per_class(name: str, classes: int) -> None:
    network = CLASSIFIERS[name](classes).eval()
    assert network(torch.zeros(3, 1, 28, 28)).shape == (3, classes)


def test_seed_cnn_learns_as_keras_adam_does_and_never_anneals() -> None:
    optimiser = SeedCnn(10).optimiser(1e-3)
    assert type(optimiser) is torch.optim.Adam
    assert optimiser.defaults["lr"] == 1e-3
    assert optimiser.defaults["eps"] == 1e-7
    assert not SeedCnn.anneals
