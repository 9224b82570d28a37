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

from synthdigits.adversarial.generation import Painter, labels_of
from synthdigits.adversarial.training import GanMaterial, train_gan
from synthdigits.classification.training import Material, Mixture
from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import class_probabilities, predictions
from synthdigits.config.sections import WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import mask_digits
from synthdigits.inpainting.repair import Repairer
from synthdigits.inpainting.training import InpainterMaterial, train_inpainter
from synthdigits.randomness import derive_seed, numpy_generator
from synthdigits.study.arms import GAN, INPAINTED, ORACLE, UNFILTERED
from synthdigits.study.training.learning import learn, part_of
from synthdigits.study.training.setting import GENERATOR, INPAINTER, Subset

TRIAL = 0.5
"""Length of a trial, as a share of the real training's."""
LEAST_KEPT = 0.5
"""A filter that would keep less than this share is not trusted: then nothing is filtered."""


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
    warp, classifier = _chosen_warp(subset)
    trial = _Making("trial of ", subset.parts[0], warp, classifier, TRIAL)
    tried = _made(subset, trial)
    shares = {name: _chosen_share(subset, warp, name, tried[name]) for name in (GAN, INPAINTED)}
    sets = _made(subset, _Making("", subset.digits, warp, classifier, 1.0))
    return Ingredients(warp, {**shares, UNFILTERED: shares[GAN]}, sets)


@dataclass(frozen=True)
class _Making:
    """How a GAN and an inpainter learn.

    Attributes:
        prefix: begins the names of their trainings.
        classifier: drops digits of the GAN that it reads otherwise than they are labelled.
        length: share of the budget's iterations.
    """

    prefix: str
    digits: Digits
    warp: WarpParams
    classifier: Classifier
    length: float


def _made(subset: Subset, making: _Making) -> dict[str, Digits]:
    """Synthetic digits by name, of a GAN and an inpainter that learn from real ones."""
    made = _generated(subset, making)
    agreed = made[predictions(making.classifier, made) == made.labels]
    if len(agreed) < LEAST_KEPT * len(made):
        agreed = made
    return {UNFILTERED: made, GAN: agreed, INPAINTED: _inpainted(subset, making)}


def _chosen_warp(subset: Subset) -> tuple[WarpParams, Classifier]:
    """The warp of the lowest validation loss, and the classifier that reached it."""
    digits, validation = subset.parts
    trials = []
    for warp in subset.setting.study.warps:
        purpose = f"trial of warp {warp.affine} {warp.elastic}"
        classifier = learn(subset, purpose, Material(digits, subset.classes), warp, TRIAL)
        trials.append((_loss(classifier, validation), warp, classifier))
    _, warp, classifier = min(trials, key=lambda trial: trial[0])
    return warp, classifier


def _chosen_share(subset: Subset, warp: WarpParams, name: str, made: Digits) -> float:
    """The share of ``made`` in a batch that has the lowest validation loss."""
    digits, validation = subset.parts
    losses = {}
    for share in subset.setting.study.shares:
        material = Material(digits, subset.classes, Mixture(made, share))
        classifier = learn(subset, f"trial of {share} {name}", material, warp, TRIAL)
        losses[share] = _loss(classifier, validation)
    return min(losses, key=lambda share: losses[share])


def _loss(network: Classifier, digits: Digits) -> float:
    """Mean cross-entropy, which tells classifiers apart by fewer digits than accuracy does."""
    likely = class_probabilities(network, digits.images).clamp_min(1e-12)
    return float(functional.nll_loss(likely.log(), torch.from_numpy(digits.labels).long()))


def _generated(subset: Subset, making: _Making) -> Digits:
    """Digits of a GAN that learned from real ones, moved by the warp."""
    setting, digits = subset.setting, making.digits
    iterations = part_of(setting.lengths.gan_iterations, making.length)
    run = subset.run(f"{making.prefix}gan", iterations, setting.study.gan_batch_size)
    material = GanMaterial(digits, digits[:0], making.warp)
    trained = train_gan(run, GENERATOR, setting.gan, material)
    run.discard_checkpoint()
    indices = range(setting.lengths.synthetic_images)
    seed = derive_seed(setting.seed, f"{run.name}/images")
    images = Painter(type(trained.gan), trained.generator, subset.classes).paint(indices, seed)
    return Digits(images, labels_of(indices, subset.classes), np.asarray(indices, np.int64))


def _inpainted(subset: Subset, making: _Making) -> Digits:
    """Real digits, each with a hole at a random place painted anew by an inpainter of them."""
    setting, digits = subset.setting, making.digits
    mask = setting.study.mask
    iterations = part_of(setting.lengths.inpainter_iterations, making.length)
    run = subset.run(f"{making.prefix}inpainter", iterations, setting.study.batch_size)
    generator = numpy_generator(setting.seed, f"{run.name}/holes")
    holed = mask_digits(digits, mask, generator)
    material = InpainterMaterial(digits, fixed=holed, mask=mask, exhibit=holed[:1])
    trained = train_inpainter(run, INPAINTER, setting.inpainter, material)
    run.discard_checkpoint()
    chosen = generator.permutation(
        np.resize(np.arange(len(digits)), setting.lengths.synthetic_images)
    )
    variants = mask_digits(digits[chosen], mask, generator)
    repairer = Repairer(trained.inpainter.network, trained.inpainter.pixel_range)
    return replace(digits[chosen], images=repairer.repair(variants).images)
