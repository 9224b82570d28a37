"""Train `cnn` again from other random numbers: `repeat_classifier.py cnn_2`."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, split_off_last
from synthdigits.models.weights import Header, ranges_of, save_weights
from synthdigits.params import load_params
from synthdigits.training.classification import train_classifier
from synthdigits.training.loop import TrainingRun


def main() -> None:
    params = load_params()
    name = stage.chosen_name("repeat", paths.REPEATS)
    section = params.classifiers.cnn
    digits, _ = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    run = TrainingRun.of(f"classifier {name}", params, section, digits)
    network, _ = train_classifier(run, "cnn", section, digits, digits.classes)
    header = Header("cnn", digits.classes, {}, ranges_of(digits.rows))
    save_weights(paths.classifier_weights(name), network, header)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
