"""Train a classifier on real digits: `train_classifier.py NAME`, `cnn_2` being `cnn` once more."""

from synthdigits.plumbing import stage
from synthdigits.classification.training import Material, results_of, train_classifier
from synthdigits.classifiers.networks import CLASSIFIERS
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import ranges_of

RECIPES = {**{name: name for name in CLASSIFIERS}, **dict.fromkeys(paths.REPEATS, "cnn")}


def main() -> None:
    params = load_params()
    name = stage.chosen_name("classifier", RECIPES)
    recipe = RECIPES[name]
    section = getattr(params.classifiers, recipe)
    digits, validation = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    run = TrainingRun.of(f"classifier {name}", params, section, digits)
    network, log = train_classifier(run, recipe, section, Material(digits, digits.classes))
    results = results_of(network, log, recipe, ranges_of(digits.rows), validation)
    keep(run, results, paths.training_files("classifiers", name))


if __name__ == "__main__":
    stage.run(main)
