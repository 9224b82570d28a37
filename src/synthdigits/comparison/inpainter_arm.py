"""What an inpainter's repairs are worth to a classifier that never saw a hole."""

from __future__ import annotations

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.holes import Arm
from synthdigits.config import paths
from synthdigits.inpainting.repair import Repairer
from synthdigits.learning.weights import rows_behind


def inpainter_arm(name: str, classifier: str = "cnn") -> Arm:
    """The classifier behind the inpainter ``name``."""
    reading, inpainter = paths.classifier_weights(classifier), paths.inpainter_weights(name)
    repair = Repairer.load(inpainter).repair
    return Arm(repair, load_classifier(reading), rows_behind(reading, inpainter))
