"""Train `cnn` on real and synthetic digits, in the proportion that validation rows prefer."""

from dataclasses import replace

from synthdigits.classification.mixing import best_share, trial_accuracies
from synthdigits.classification.training import Mixture, train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits, split_off_last
from synthdigits.figures import write_json, write_losses
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, merged, ranges_of, rows_behind, save_weights
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    section, mixing = params.classifiers.cnn, params.augmentation
    train = Digits.load(paths.RAW_TRAIN)
    digits, validation = split_off_last(train, section.validation_fraction)
    synthetic = SyntheticDigits.load(paths.synthetic(mixing.generator, "train"))

    run = TrainingRun.of("classifier gan_augmented", params, section, digits, synthetic)
    trial = replace(run, name=f"{run.name} trial", iterations=mixing.iterations.at(params.schedule))
    accuracies = trial_accuracies(
        trial, "cnn", section, digits, validation, synthetic, mixing.synthetic_shares
    )
    mixture = Mixture(synthetic, best_share(accuracies))
    network, log = train_classifier(run, "cnn", section, digits, digits.classes, mixture)

    rows = merged(ranges_of(train.rows) + rows_behind(paths.gan_weights(mixing.generator)))
    header = Header("cnn", digits.classes, {}, rows)
    save_weights(paths.classifier_weights("gan_augmented"), network, header)
    write_losses(paths.METRICS / "losses/gan_augmented.csv", log.loss_names, log.losses)
    write_json(
        paths.METRICS / "mixture.json",
        {
            "synthetic_share": mixture.share,
            "validation_accuracy": {str(share): found for share, found in accuracies.items()},
        },
    )
    run.forget()
    trial.forget()


if __name__ == "__main__":
    stage.run(main)
