"""The study's tasks: digits in, results out, no files; any worker may run any of them.

Every task computes on one thread, so that its numbers do not depend on where it runs.
"""

from __future__ import annotations

import numpy as np

from synthdigits.classification.training import Material, Mixture
from synthdigits.classifiers.networks import Classifier
from synthdigits.digits.digits import joined
from synthdigits.digits.warp import STILL
from synthdigits.plumbing.stage import use_one_thread
from synthdigits.study.arms import ARMS
from synthdigits.study.training.ingredients import Ingredients, prepare
from synthdigits.study.training.learning import learn
from synthdigits.study.training.setting import Subset


def prepare_subset(subset: Subset) -> Ingredients:
    """See :func:`synthdigits.study.training.ingredients.prepare`."""
    use_one_thread()
    return prepare(subset)


def train_arm(subset: Subset, ingredients: Ingredients, name: str) -> Classifier:
    """A classifier that learned from what the arm's batches hold; on the CPU."""
    use_one_thread()
    arm = ARMS[name]
    warp = ingredients.warp if arm.warped else STILL
    if not arm.sets:
        material = Material(subset.digits, subset.classes)
        return learn(subset, name, material, warp, fill=arm.fill).cpu()
    made = joined([ingredients.sets[kind] for kind in arm.sets])
    if not arm.real:
        return learn(subset, name, Material(made, subset.classes), warp).cpu()
    share = float(np.mean([ingredients.shares[kind] for kind in arm.sets]))
    material = Material(subset.digits, subset.classes, Mixture(made, share))
    return learn(subset, name, material, warp).cpu()
