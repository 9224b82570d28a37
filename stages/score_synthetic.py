"""Score what a `cnn` learned from a GAN's digits, and compare these with real ones: `… GAN`."""

from synthdigits.comparison.arms import learned_from
from synthdigits.comparison.scores import read_by, write_readings
from synthdigits.comparison.yardstick import load_yardstick
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits
from synthdigits.drawing import sheets
from synthdigits.figures import write_image, write_json
from synthdigits.plumbing import stage

SHOWN = 10


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    arm = learned_from(name)
    weights = paths.classifier_weights(f"synthetic_only_{name}")
    readings = read_by(weights, Digits.load(paths.RAW_TEST))
    write_readings(paths.accuracy(arm), {arm: readings}, params.evaluation.confidence)

    digits = SyntheticDigits.load(paths.synthetic(name, "test"))
    yardstick = load_yardstick(params.seed)
    neighbours = yardstick.neighbours_of(digits)
    write_json(paths.fidelity(name), yardstick.measure(digits, neighbours))
    copied = yardstick.most_copied(digits, neighbours, SHOWN)
    write_image(paths.neighbours_picture(name), sheets.bands(copied, SHOWN, 1))


if __name__ == "__main__":
    stage.run(main)
