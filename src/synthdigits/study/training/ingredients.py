"""What the arms of one subset are made of: all of it learned and chosen on that subset alone.

The subset's validation part chooses the strength of the classical augmentation, and the shares of
synthetic digits that a GAN and an inpainter of the training part make, by the cross-entropy of
classifiers; all of these are trials, of half the length. Then another GAN and inpainter learn from
all of the subset, as every arm's classifier does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.nn import functional

from synthdigits.adversarial.generation import labels_of, paint
from synthdigits.adversarial.training import train_gan
from synthdigits.classification.training import Mixture
from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities, predictions
from synthdigits.config.sections import WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import mask_digits
from synthdigits.inpainting.repair import repaired
from synthdigits.inpainting.training import train_inpainter
from synthdigits.randomness import derive_seed, numpy_generator
from synthdigits.study.arms import GAN, INPAINTED, ORACLE, UNFILTERED
from synthdigits.study.training.learning import learn, part_of
from synthdigits.study.training.setting import GENERATOR, INPAINTER, Subset

TRIAL = 0.5
"""Length of a trial, as a share of the real training's."""
LEAST_KEPT = 0.5
"""A filter that would drop more than the rest is no judge: then nothing is filtered."""


@dataclass(frozen=True)
class Ingredients:
    """Synthetic digits by name, and what the validation part chose.

    Attributes:
        warp: the classical augmentation.
        shares: of each batch, for each kind of synthetic digits.
        sets: synthetic digits.
    """

    warp: WarpParams
    shares: Mapping[str, float]
    sets: Mapping[str, Digits]

    def with_oracle(self, digits: Digits) -> Ingredients:
        """These, and digits of a GAN that saw more, at the share of the subset's own GAN."""
        shares = {**self.shares, ORACLE: self.shares[GAN]}
        return Ingredients(self.warp, shares, {**self.sets, ORACLE: digits})


def prepare(subset: Subset) -> Ingredients:
    """Choose the subset's warp and shares; train its generators."""
    warp, reader = _chosen_warp(subset)
    tried = _made(subset, "trial of ", subset.parts[0], warp, reader, TRIAL)
    shares = {name: _chosen_share(subset, warp, name, tried[name]) for name in (GAN, INPAINTED)}
    sets = _made(subset, "", subset.digits, warp, reader, 1.0)
    return Ingredients(warp, {**shares, UNFILTERED: shares[GAN]}, sets)


def _made(
    subset: Subset,
    prefix: str,
    digits: Digits,
    warp: WarpParams,
    reader: Classifier,
    length: float,
) -> dict[str, Digits]:
    """Synthetic digits by name, of a GAN and an inpainter that learn from ``digits``.

    Args:
        prefix: begins the names of their trainings.
        reader: drops digits of the GAN that it reads otherwise than they are labelled.
        length: share of the budget's iterations.
    """
    made = _generated(subset, f"{prefix}gan", digits, warp, length)
    agreed = made[predictions(reader, made) == made.labels]
    if len(agreed) < LEAST_KEPT * len(made):
        agreed = made
    return {
        UNFILTERED: made,
        GAN: agreed,
        INPAINTED: _inpainted(subset, f"{prefix}inpainter", digits, length),
    }


def _chosen_warp(subset: Subset) -> tuple[WarpParams, Classifier]:
    """The warp of the lowest validation loss, and the classifier that reached it."""
    digits, validation = subset.parts
    trials = []
    for warp in subset.setting.study.warps:
        purpose = f"trial of warp {warp.affine} {warp.elastic}"
        reader = learn(subset, purpose, digits, warp, length=TRIAL)
        trials.append((_loss(reader, validation), warp, reader))
    _, warp, reader = min(trials, key=lambda trial: trial[0])
    return warp, reader


def _chosen_share(subset: Subset, warp: WarpParams, name: str, made: Digits) -> float:
    """The share of ``made`` in a batch that has the lowest validation loss."""
    digits, validation = subset.parts
    losses = {}
    for share in subset.setting.study.shares:
        mixture = Mixture(made, share)
        purpose = f"trial of {share} {name}"
        reader = learn(subset, purpose, digits, warp, mixture, length=TRIAL)
        losses[share] = _loss(reader, validation)
    return min(losses, key=lambda share: losses[share])


def _loss(network: Classifier, digits: Digits) -> float:
    """Mean cross-entropy, which tells classifiers apart by fewer digits than accuracy does."""
    likely = class_probabilities(network, digits.images).clamp_min(1e-12)
    return float(functional.nll_loss(likely.log(), torch.from_numpy(digits.labels).long()))


def _generated(
    subset: Subset, purpose: str, digits: Digits, warp: WarpParams, length: float
) -> Digits:
    """Digits of a GAN that learned from ``digits``, moved by the warp."""
    setting = subset.setting
    iterations = part_of(setting.lengths.gan_iterations, length)
    run = subset.run(purpose, iterations, setting.study.gan_batch_size)
    trained = train_gan(
        run, GENERATOR, setting.gan, digits, digits[:0], picture_interval=run.iterations, warp=warp
    )
    run.forget()
    indices = range(setting.lengths.synthetic_images)
    seed = derive_seed(setting.seed, f"{run.name}/images")
    images = paint(type(trained.gan), trained.generator, subset.classes, indices, seed)
    return Digits(images, labels_of(indices, subset.classes), np.asarray(indices, np.int64))


def _inpainted(subset: Subset, purpose: str, digits: Digits, length: float) -> Digits:
    """``digits``, each with a hole at a random place painted anew by an inpainter of them."""
    setting = subset.setting
    mask = setting.study.mask
    iterations = part_of(setting.lengths.inpainter_iterations, length)
    run = subset.run(purpose, iterations, setting.study.batch_size)
    generator = numpy_generator(setting.seed, f"{run.name}/holes")
    holed = mask_digits(digits, mask, generator)
    trained = train_inpainter(
        run,
        INPAINTER,
        setting.inpainter,
        digits,
        mask,
        fixed=holed,
        judge=None,
        exhibit=holed[:1],
        picture_interval=run.iterations,
    )
    run.forget()
    chosen = generator.permutation(
        np.resize(np.arange(len(digits)), setting.lengths.synthetic_images)
    )
    variants = mask_digits(digits[chosen], mask, generator)
    images = repaired(type(trained.inpainter), trained.inpainter.network, variants).images
    return replace(digits[chosen], images=images)
