"""How many synthetic digits to mix into real batches, chosen on validation rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synthdigits.classification.training import Mixture, train_classifier
from synthdigits.classifiers.reading import accuracy
from synthdigits.config.sections import RecipeParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.loop import TrainingRun


def trial_accuracies(
    trial: TrainingRun,
    name: str,
    recipe: RecipeParams,
    train: Digits,
    validation: Digits,
    synthetic: Digits,
    shares: Sequence[float],
) -> dict[float, float]:
    """Validation accuracy of a short training for each share of synthetic digits in a batch."""
    found = {}
    for share in shares:
        run = replace(trial, name=f"{trial.name}/share {share}")
        network, _ = train_classifier(
            run, name, recipe, train, train.classes, Mixture(synthetic, share)
        )
        found[share] = accuracy(network, validation)
    return found


def best_share(accuracies: dict[float, float]) -> float:
    """The share of the highest accuracy; of equals the smallest."""
    return min(accuracies, key=lambda share: (-accuracies[share], share))
