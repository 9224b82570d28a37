"""How far a generator's digits lie from validation digits.

The measure is the Fréchet joint distance (DeVries et al. 2019): the Fréchet distance of features
and labels together, so that a right digit under a wrong label counts as far. The features are those
of a small classifier that is trained on the generator's own training digits, so nothing comes in
that the generator may not see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from synthdigits.adversarial.gan import GenerativeModel
from synthdigits.classification.training import Material, train_classifier
from synthdigits.classifiers.networks import Classifier
from synthdigits.classifiers.reading import features_of
from synthdigits.config.sections import RecipeParams, WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.batches import in_batches
from synthdigits.learning.device import device_of
from synthdigits.learning.modes import predicted
from synthdigits.learning.run import TrainingRun
from synthdigits.measures.features import Points
from synthdigits.measures.fidelity import FrechetDistance

IMAGES = 4000
PAINTED_TOGETHER = 500
RECIPE = RecipeParams(learning_rate=0.003, warp=WarpParams(affine=1.0, elastic=0.0))
CLASSIFIER_ITERATIONS = 200
CLASSIFIER_BATCH = 128


@dataclass(frozen=True)
class Validation:
    """Measures generators against validation digits.

    Attributes:
        classifier: its features are the space of the distance.
        inputs: what every generator is given: latents, and labels where it is told the class.
        wanted: the class asked for at each place, int64 (IMAGES,).
        label_weight: length of a one-hot label beside the features.
        frechet: distance to the validation digits.
    """

    gan: GenerativeModel
    classifier: Classifier
    inputs: list[Tensor]
    wanted: Tensor
    label_weight: float
    frechet: FrechetDistance

    @classmethod
    def prepare(
        cls, run: TrainingRun, gan: GenerativeModel, digits: Digits, held_back: Digits
    ) -> Validation:
        """Train the classifier and look at the validation digits.

        Args:
            run: the generator's; the classifier's belongs to it.
            digits: what the generator is trained on.
            held_back: digits of the same set that it is not trained on.
        """
        reading = replace(
            run,
            name=f"{run.name} classifier",
            iterations=min(CLASSIFIER_ITERATIONS, run.iterations),
            batch_size=min(CLASSIFIER_BATCH, len(digits)),
        )
        classifier, _ = train_classifier(reading, "cnn", RECIPE, Material(digits, gan.classes))
        reading.discard_checkpoint()
        wanted = torch.arange(IMAGES) % gan.classes
        with run.stream("validation"):
            inputs = [gan.latents(IMAGES)]
        if gan.conditional:
            inputs.append(gan.on_device(wanted))
        features, read = _features_and_classes(classifier, held_back.images)
        label_weight = float(np.linalg.norm(features, axis=1).mean())
        labels = torch.from_numpy(held_back.labels).long() if gan.conditional else read
        real = _joint(features, labels, gan.classes, label_weight)
        return cls(gan, classifier, inputs, wanted, label_weight, FrechetDistance(real))

    def measure(self, generator: nn.Module) -> tuple[float, Tensor]:
        """Distance of what ``generator`` makes, and the presence of each class (classes,)."""
        painted = in_batches(partial(self._paint, generator), IMAGES, PAINTED_TOGETHER).numpy()
        features, read = _features_and_classes(self.classifier, painted)
        conditional, classes = self.gan.conditional, self.gan.classes
        labels = self.wanted if conditional else read
        present = read[read == self.wanted] if conditional else read
        counts = torch.bincount(present, minlength=classes)
        distance = self.frechet.to(_joint(features, labels, classes, self.label_weight))
        return distance, counts * classes / IMAGES

    def _paint(self, generator: nn.Module, places: range) -> Tensor:
        chosen = slice(places.start, places.stop)
        pixels = predicted(generator, *(given[chosen] for given in self.inputs))
        return torch.from_numpy(self.gan.pixel_range.decode(pixels))


def _features_and_classes(
    classifier: Classifier, images: NDArray[np.uint8]
) -> tuple[Points, Tensor]:
    """Features (N, channels) of images, and the class that is read (N,)."""
    features = features_of(classifier, images)
    with torch.inference_mode():
        given = torch.from_numpy(features).to(device_of(classifier))
        read = classifier.head(given).argmax(dim=1).cpu()
    return features, read


def _joint(features: Points, labels: Tensor, classes: int, label_weight: float) -> Points:
    """Features beside one-hot labels as long as real features are: (N, channels + classes)."""
    one_hot = functional.one_hot(labels, classes).numpy() * np.float32(label_weight)
    return np.concatenate([features, one_hot.astype(np.float32)], axis=1)
