"""Train `cnn` on, on digits whose fresh holes it can tell from paper: reading without repair."""

from synthdigits.plumbing import stage
from synthdigits.classification.training import Material, results_of, train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.digits.masking import MARK
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import merged, ranges_of, rows_behind


def main() -> None:
    params = load_params()
    section = params.classifiers.masked_trained
    digits, _ = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    start = paths.classifier_weights("cnn")
    holes = params.mask.model_copy(update={"fill": MARK})
    run = TrainingRun.of("classifier masked_trained", params, section, holes, digits, start)
    material = Material(digits, digits.classes, holes=holes)
    network, log = train_classifier(run, "cnn", section, material, start)
    rows = merged(ranges_of(digits.rows) + rows_behind(start))
    results = results_of(network, log, "cnn", rows)
    keep(run, results, paths.training_files("classifiers", "masked_trained"))


if __name__ == "__main__":
    stage.run(main)
