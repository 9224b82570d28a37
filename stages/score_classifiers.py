"""Score every classifier of real digits on the real test digits; refuse one that saw any."""

from dataclasses import asdict

from synthdigits.plumbing import stage
from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.arms import CLASSIFIERS
from synthdigits.comparison.attacks import Candidates, attack_classifier
from synthdigits.comparison.scores import classifier_readings, write_readings
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.figures import write_json

ATTACKED = "cnn"


def main() -> None:
    params = load_params()
    confidence = params.evaluation.confidence
    write_readings(paths.accuracy(CLASSIFIERS), classifier_readings(), confidence)
    candidates = Candidates.load(params.classifiers.cnn.validation_fraction, params.seed)
    classifier = load_classifier(paths.classifier_weights(ATTACKED))
    attack = attack_classifier(classifier, candidates, confidence)
    write_json(paths.membership(ATTACKED), asdict(attack))


if __name__ == "__main__":
    stage.run(main)
