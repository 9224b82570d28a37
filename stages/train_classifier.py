"""Train a classifier on real digits: `train_classifier.py NAME`, `cnn_2` being `cnn` once more."""

from synthdigits.classification.training import train_classifier
from synthdigits.classifiers.networks import CLASSIFIERS
from synthdigits.classifiers.reading import accuracy
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.figures import write_json, write_losses
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, parameter_count, ranges_of, save_weights
from synthdigits.plumbing import stage

RECIPES = {**{name: name for name in CLASSIFIERS}, **dict.fromkeys(paths.REPEATS, "cnn")}


def main() -> None:
    params = load_params()
    name = stage.chosen_name("classifier", RECIPES)
    recipe = RECIPES[name]
    section = getattr(params.classifiers, recipe)
    digits, validation = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    run = TrainingRun.of(f"classifier {name}", params, section, digits)
    network, log = train_classifier(run, recipe, section, digits, digits.classes)
    header = Header(recipe, digits.classes, {}, ranges_of(digits.rows))
    save_weights(paths.classifier_weights(name), network, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", log.loss_names, log.losses)
    facts = {
        "validation_accuracy": accuracy(network, validation),
        "parameters": parameter_count(network),
        **log.facts(),
    }
    write_json(paths.METRICS / f"training/{name}.json", facts)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
