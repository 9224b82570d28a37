"""Classifiers whose answers are known without any training."""

from __future__ import annotations

import torch

from synthdigits.classifiers.networks import Classifier


class RuleClassifier(Classifier):
    """Reads by a rule that stands in its ``forward``."""

    anneals = False

    def __init__(self) -> None:
        super().__init__(10)

    def optimiser(self, learning_rate: float) -> torch.optim.Optimizer:
        raise AssertionError(f"it reads by a rule; no rate such as {learning_rate} changes it")
