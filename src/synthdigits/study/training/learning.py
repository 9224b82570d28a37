"""The one way in which every classifier of the study learns."""

from __future__ import annotations

from synthdigits.classification.training import Material, train_classifier
from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import RecipeParams, WarpParams
from synthdigits.study.training.setting import Subset

CLASSIFIER = "cnn"


def learn(
    subset: Subset,
    purpose: str,
    material: Material,
    warp: WarpParams,
    length: float = 1.0,
    fill: float = 1.0,
) -> Classifier:
    """A classifier of what ``material`` holds.

    Args:
        purpose: names the training and its random numbers.
        warp: classical augmentation of every digit.
        length: share of the budget's iterations.
        fill: share of the study's batch size.
    """
    setting = subset.setting
    iterations = part_of(setting.lengths.classifier_iterations, length)
    run = subset.run(purpose, iterations, round(setting.study.batch_size * fill))
    recipe = RecipeParams(learning_rate=setting.study.learning_rate, warp=warp)
    network, _ = train_classifier(run, CLASSIFIER, recipe, material)
    run.discard_checkpoint()
    return network


def part_of(iterations: int, length: float) -> int:
    """A share of a training's iterations; one at least."""
    return max(1, round(iterations * length))
