"""What repairs and sets are measured beside: no repair, classical ones, real digits as a set."""

from dataclasses import asdict

from synthdigits.plumbing import stage
from synthdigits.comparison.arms import BASELINES, CLASSICAL, MASKED, REAL_FLOOR, repaired_by
from synthdigits.comparison.attacks import reference_attacks
from synthdigits.comparison.baselines import baseline_arms
from synthdigits.comparison.hole_tables import HoleTest
from synthdigits.comparison.scores import write_readings
from synthdigits.comparison.yardstick import load_yardstick
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.figures import write_json


def main() -> None:
    params = load_params()
    confidence = params.evaluation.confidence
    test = HoleTest.load(params.mask, params.evaluation, params.seed)
    arms = baseline_arms()
    readings = {name: arm.read(test.masked) for name, arm in arms.items()}
    repaired = {repaired_by(name): readings[name] for name in CLASSICAL}
    scored = {MASKED: readings[MASKED], **repaired}
    write_readings(paths.accuracy(BASELINES), scored, confidence)
    test.write_tables(paths.holes(BASELINES), arms, readings)
    write_json(paths.fidelity(REAL_FLOOR), load_yardstick(params.seed).floor())
    held_back = params.classifiers.cnn.validation_fraction
    attacks = reference_attacks(held_back, params.seed, confidence)
    for name, attack in attacks.items():
        write_json(paths.membership(name), asdict(attack))


if __name__ == "__main__":
    stage.run(main)
