"""Score what a `cnn` learned from a GAN's digits, and compare these with real ones: `… GAN`."""

from dataclasses import asdict

from synthdigits.plumbing import stage
from synthdigits.comparison.arms import learned_from, on_validation
from synthdigits.comparison.attacks import Candidates, attack_samples
from synthdigits.comparison.scores import read_by, read_validation, write_readings
from synthdigits.comparison.yardstick import load_yardstick
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits, split_off_last
from synthdigits.drawing import sheets
from synthdigits.figures import write_image, write_json

SHOWN = 10


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    arm = learned_from(name)
    weights = paths.classifier_weights(f"synthetic_only_{name}")
    fraction, confidence = params.gans[name].validation_fraction, params.evaluation.confidence
    readings = {arm: read_by(weights, Digits.load(paths.RAW_TEST))}
    _, held_back = split_off_last(Digits.load(paths.RAW_TRAIN), fraction)
    if len(held_back):
        readings[on_validation(arm)] = read_validation(weights, held_back)
    write_readings(paths.accuracy(arm), readings, confidence)

    digits = SyntheticDigits.load(paths.synthetic(name, "test"))
    yardstick = load_yardstick(params.seed)
    neighbours = yardstick.neighbours_of(digits)
    write_json(paths.fidelity(name), yardstick.measure(digits, neighbours))
    candidates = Candidates.load(fraction, params.seed)
    samples = SyntheticDigits.load(paths.synthetic(name, "train")).images
    attack = attack_samples(samples, candidates, confidence)
    write_json(paths.membership(name), asdict(attack))
    copied = yardstick.most_copied(digits, neighbours, SHOWN)
    write_image(paths.neighbours_picture(name), sheets.bands(copied, SHOWN, 1))


if __name__ == "__main__":
    stage.run(main)
