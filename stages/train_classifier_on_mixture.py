"""Train `cnn` on real and synthetic digits, in the proportion that validation rows prefer."""

from dataclasses import replace

from synthdigits.plumbing import stage
from synthdigits.classification.mixing import best_share, trial_accuracies
from synthdigits.classification.training import Material, Mixture, results_of, train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits, split_off_last
from synthdigits.figures import write_json
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import merged, ranges_of, rows_behind


def main() -> None:
    params = load_params()
    section, mixing = params.classifiers.cnn, params.augmentation
    train = Digits.load(paths.RAW_TRAIN)
    digits, validation = split_off_last(train, section.validation_fraction)
    synthetic = SyntheticDigits.load(paths.synthetic(mixing.generator, "train"))

    run = TrainingRun.of("classifier gan_augmented", params, section, mixing, digits, synthetic)
    trial = replace(run, name=f"{run.name} trial", iterations=mixing.iterations.at(params.schedule))
    mixtures = [Mixture(synthetic, share) for share in mixing.synthetic_shares]
    accuracies = trial_accuracies(trial, section, digits, validation, mixtures)
    mixture = Mixture(synthetic, best_share(accuracies))
    material = Material(digits, digits.classes, mixture)
    network, log = train_classifier(run, "cnn", section, material)

    write_json(
        paths.METRICS / "mixture.json",
        {
            "synthetic_share": mixture.share,
            "validation_accuracy": {str(share): value for share, value in accuracies.items()},
        },
    )
    rows = merged(ranges_of(train.rows) + rows_behind(paths.gan_weights(mixing.generator)))
    results = results_of(network, log, "cnn", rows)
    keep(run, results, paths.training_files("classifiers", "gan_augmented"))
    trial.discard_checkpoint()


if __name__ == "__main__":
    stage.run(main)
