"""How many synthetic digits to mix into real batches, chosen on validation rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synthdigits.classification.training import Material, Mixture, train_classifier
from synthdigits.classifiers.reading import accuracy
from synthdigits.config.sections import RecipeParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.run import TrainingRun


def trial_accuracies(
    trial: TrainingRun,
    recipe: RecipeParams,
    train: Digits,
    validation: Digits,
    mixtures: Sequence[Mixture],
) -> dict[float, float]:
    """By share: validation accuracy of a short training of ``cnn`` on each of the mixtures."""
    accuracies = {}
    for mixture in mixtures:
        run = replace(trial, name=f"{trial.name}/share {mixture.share}")
        network, _ = train_classifier(run, "cnn", recipe, Material(train, train.classes, mixture))
        accuracies[mixture.share] = accuracy(network, validation)
    return accuracies


def best_share(accuracies: dict[float, float]) -> float:
    """The share of the highest accuracy; of equals the smallest."""
    return min(accuracies, key=lambda share: (-accuracies[share], share))
