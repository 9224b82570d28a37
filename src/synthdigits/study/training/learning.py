"""The one way in which every classifier of the study learns."""

from __future__ import annotations

from synthdigits.classification.training import Material, learned_nothing, train_classifier
from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import RecipeParams, WarpParams
from synthdigits.learning.collapse import tell
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

    Raises:
        CollapseError: at full length it has learned nothing, and the schedule isn't `demo`.
    """
    setting = subset.setting
    iterations = part_of(setting.lengths.classifier_iterations, length)
    run = subset.run(purpose, iterations, round(setting.study.batch_size * fill))
    recipe = RecipeParams(learning_rate=setting.study.learning_rate, warp=warp)
    network, log = train_classifier(run, CLASSIFIER, recipe, material)
    if length == 1:  # of trials the others win
        tell(run.name, learned_nothing(network, log), setting.schedule)
    run.discard_checkpoint()
    return network


def part_of(iterations: int, length: float) -> int:
    """A share of a training's iterations; one at least."""
    return max(1, round(iterations * length))
