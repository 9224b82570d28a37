"""What an inpainter's repairs are worth to the ``cnn`` that never saw a hole."""

from __future__ import annotations

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.holes import Arm
from synthdigits.config import paths
from synthdigits.inpainting.repair import Repairer
from synthdigits.learning.weights import rows_behind


def inpainter_arm(name: str) -> Arm:
    """``cnn`` behind the inpainter ``name``."""
    cnn, inpainter = paths.classifier_weights("cnn"), paths.inpainter_weights(name)
    repair = Repairer.load(inpainter).repair
    return Arm(repair, load_classifier(cnn), rows_behind(cnn, inpainter))
