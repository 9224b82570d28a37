"""Train `cnn` on, on digits whose fresh holes it can tell from paper: reading without repair."""

from synthdigits.classification.training import train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.digits.masking import MARK
from synthdigits.figures import write_losses
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, merged, ranges_of, rows_behind, save_weights
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    section = params.classifiers.masked_trained
    digits, _ = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    start = paths.classifier_weights("cnn")
    holes = params.mask.model_copy(update={"fill": MARK})
    run = TrainingRun.of("classifier masked_trained", params, section, digits, start)
    network, log = train_classifier(
        run, "cnn", section, digits, digits.classes, holes=holes, start=start
    )
    rows = merged(ranges_of(digits.rows) + rows_behind(start))
    header = Header("cnn", digits.classes, {}, rows)
    save_weights(paths.classifier_weights("masked_trained"), network, header)
    write_losses(paths.METRICS / "losses/masked_trained.csv", log.loss_names, log.losses)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
