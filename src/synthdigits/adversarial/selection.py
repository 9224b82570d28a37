"""Which state of a generator to keep, and when a training has collapsed.

The measure is the Fréchet joint distance (DeVries et al. 2019) between validation digits and
generated ones: the Fréchet distance of features and labels together, so that a right digit under
a wrong label counts as far. The features are those of a small classifier that is trained on the
generator's own training digits, so nothing comes in that the generator may not see.
"""

from __future__ import annotations

import copy
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from synthdigits.adversarial.gan import Gan
from synthdigits.classification.training import train_classifier
from synthdigits.config.sections import RecipeParams, WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.digits.pixels import SIGNED
from synthdigits.learning.loop import CollapseError, TrainingRun
from synthdigits.learning.modes import predicted
from synthdigits.learning.runtime import reseed
from synthdigits.measures.features import Points
from synthdigits.measures.fidelity import FrechetDistance

IMAGES = 4000
READER = RecipeParams(learning_rate=0.003, warp=WarpParams(affine=1.0, elastic=0.0))
READER_ITERATIONS = 200
READER_BATCH = 128
EXPLODED = 10.0
"""A distance this many times the best one is a collapse."""
PRESENT, VANISHED = 0.5, 0.1
"""A class that was there in the best state, and one that is gone."""


class Selection(nn.Module):
    """The state of a generator that came closest to the validation digits so far.

    A module, so that a checkpoint holds all of it.

    Args:
        measurements: how many there will be at most.

    Attributes:
        best: a copy of the generator in that state.
        best_iteration: how many iterations it had.
    """

    best_distance: Tensor
    best_iteration: Tensor
    best_presence: Tensor
    iterations: Tensor
    distances: Tensor

    def __init__(self, generator: nn.Module, measurements: int, classes: int) -> None:
        super().__init__()
        self.best = copy.deepcopy(generator)
        self.register_buffer("best_distance", torch.tensor(float("inf")))
        self.register_buffer("best_iteration", torch.tensor(0))
        self.register_buffer("best_presence", torch.zeros(classes))
        self.register_buffer("iterations", torch.zeros(measurements, dtype=torch.int64))
        self.register_buffer("distances", torch.zeros(measurements))

    def consider(
        self, iteration: int, generator: nn.Module, distance: float, presence: Tensor
    ) -> None:
        """Keep the generator's state if it is the closest one yet.

        Args:
            iteration: how many are finished.
            presence: for each class the share of its images that are read as it.

        Raises:
            CollapseError: the distance has exploded or a class has vanished since the best state.
        """
        place = int((self.iterations > 0).sum())  # the first that is free
        self.iterations[place], self.distances[place] = iteration, distance
        if distance < self.best_distance:
            self.best.load_state_dict(generator.state_dict())
            self.best_distance.fill_(distance)
            self.best_iteration.fill_(iteration)
            self.best_presence.copy_(presence)
            return
        gone = (self.best_presence >= PRESENT) & (presence < VANISHED)
        if gone.any():
            raise CollapseError(f"class {int(gone.nonzero()[0])} has vanished")
        if distance > EXPLODED * self.best_distance:
            raise CollapseError(f"the validation distance rose to {distance:.3g}")

    def curve(self) -> dict[str, list[float]]:
        """The columns ``iteration`` and ``validation_distance``, the oldest first."""
        made = self.iterations > 0
        return {
            "iteration": self.iterations[made].tolist(),
            "validation_distance": self.distances[made].tolist(),
        }

    def facts(self) -> dict[str, float]:
        """Figures for metrics/."""
        return {
            "kept_iteration": int(self.best_iteration),
            "validation_distance": float(self.best_distance),
        }


class Validation:
    """Measures generators against validation digits.

    Args:
        run: the generator's run; the classifier whose features are used belongs to it.
        digits: what the generator is trained on.
        held_back: digits of the same set that it is not trained on.
    """

    def __init__(self, run: TrainingRun, gan: Gan, digits: Digits, held_back: Digits) -> None:
        reading = replace(
            run,
            name=f"{run.name} reader",
            iterations=min(READER_ITERATIONS, run.iterations),
            batch_size=min(READER_BATCH, len(digits)),
        )
        self.reader, _ = train_classifier(reading, "cnn", READER, digits, gan.classes)
        reading.forget()
        self.gan = gan
        reseed(run.seed, f"{run.name}/validation")
        self.inputs = [gan.latents(IMAGES)]
        self.wanted = (torch.arange(IMAGES) % gan.classes).to(self.inputs[0].device)
        if gan.conditional:
            self.inputs.append(self.wanted)
        pixels = SIGNED.encode(torch.from_numpy(held_back.images))
        labels = torch.from_numpy(held_back.labels).long()
        features, read = self._seen(pixels.to(self.wanted.device))
        self.label_weight = features.norm(dim=1).mean()
        real = self._joint(features, labels.to(read.device) if gan.conditional else read)
        self.frechet = FrechetDistance(real)

    def measure(self, generator: nn.Module) -> tuple[float, Tensor]:
        """Distance of what ``generator`` makes, and the presence of each class (classes,)."""
        painted = self.gan.pixel_range.decode(predicted(generator, *self.inputs))
        features, read = self._seen(SIGNED.encode(torch.from_numpy(painted)).to(self.wanted.device))
        ours = self._joint(features, self.wanted if self.gan.conditional else read)
        found = read[read == self.wanted] if self.gan.conditional else read
        counts = torch.bincount(found, minlength=self.gan.classes)
        return self.frechet.to(ours), counts * self.gan.classes / IMAGES

    @torch.no_grad()
    def _seen(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Features (N, channels) and the class read (N,)."""
        features = self.reader.features(pixels)
        return features, self.reader.head(features).argmax(dim=1)

    def _joint(self, features: Tensor, labels: Tensor) -> Points:
        """Features beside one-hot labels as long as real features are: (N, channels + classes)."""
        told = functional.one_hot(labels, self.gan.classes) * self.label_weight
        joint: Points = torch.cat([features, told], dim=1).cpu().numpy()
        return joint
