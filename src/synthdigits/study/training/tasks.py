"""The study's tasks: digits in, results out, no files; any worker may run any of them.

Every task computes on one thread, so that its numbers do not depend on where it runs.
"""

from __future__ import annotations

import numpy as np
import torch

from synthdigits.classification.training import Mixture
from synthdigits.classifiers.networks import Classifier
from synthdigits.digits.digits import joined
from synthdigits.digits.warp import STILL
from synthdigits.study.arms import ARMS
from synthdigits.study.training.ingredients import Ingredients, prepare
from synthdigits.study.training.learning import learn
from synthdigits.study.training.setting import Subset


def prepare_subset(subset: Subset) -> Ingredients:
    """See :func:`synthdigits.study.ingredients.prepare`."""
    torch.set_num_threads(1)
    return prepare(subset)


def train_arm(subset: Subset, ingredients: Ingredients, name: str) -> Classifier:
    """A classifier that learned from what the arm's batches hold; on the CPU."""
    torch.set_num_threads(1)
    arm = ARMS[name]
    warp = ingredients.warp if arm.warped else STILL
    if not arm.sets:
        return learn(subset, name, subset.digits, warp, fill=arm.fill).cpu()
    made = joined([ingredients.sets[kind] for kind in arm.sets])
    if not arm.real:
        return learn(subset, name, made, warp).cpu()
    share = float(np.mean([ingredients.shares[kind] for kind in arm.sets]))
    return learn(subset, name, subset.digits, warp, Mixture(made, share)).cpu()
