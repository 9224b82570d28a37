"""Train a classifier on real digits: `train_classifier.py NAME`, `cnn_2` being `cnn` once more."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, split_off_last
from synthdigits.evaluation.reading import accuracy
from synthdigits.models.classifiers import CLASSIFIERS
from synthdigits.models.weights import Header, parameter_count, ranges_of, save_weights
from synthdigits.params import load_params
from synthdigits.reporting.metrics_files import write_json, write_losses
from synthdigits.training.classification import train_classifier
from synthdigits.training.loop import TrainingRun

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
