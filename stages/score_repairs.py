"""Read what an inpainter repaired, behind holes of several sizes: `score_repairs.py NAME`."""

from dataclasses import asdict

from synthdigits.plumbing import stage
from synthdigits.comparison.arms import repaired_by, repaired_by_for_seed_cnn
from synthdigits.comparison.attacks import Candidates, attack_repairs
from synthdigits.comparison.hole_tables import HoleTest
from synthdigits.comparison.holes import hardest
from synthdigits.comparison.inpainter_arm import inpainter_arm
from synthdigits.comparison.scores import write_readings
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import MaskedDigits
from synthdigits.drawing.repair_pictures import HARDEST, Repairs, write_repair_pictures
from synthdigits.figures import write_json


def main() -> None:
    params = load_params()
    name = stage.chosen_name("inpainter", params.inpainters)
    test = HoleTest.load(params.mask, params.evaluation, params.seed)
    repaired = MaskedDigits.load(paths.inpainted(name, "test"))
    arm, scored_as = inpainter_arm(name), repaired_by(name)
    readings = arm.read_repaired(repaired)
    by_seed_cnn = inpainter_arm(name, "seed_cnn").read_repaired(repaired)
    by_arm = {scored_as: readings, repaired_by_for_seed_cnn(name): by_seed_cnn}
    write_readings(paths.accuracy(scored_as), by_arm, params.evaluation.confidence)
    test.write_tables(paths.holes(name), {name: arm}, {name: readings})
    candidates = Candidates.load(params.inpainters[name].validation_fraction, params.seed)
    attack = attack_repairs(name, candidates, params.evaluation.confidence)
    write_json(paths.membership(name), asdict(attack))
    repairs = Repairs(
        original=test.whole.images,
        masked=test.masked.images,
        repaired=repaired.images,
        actual=readings.actual,
        predicted=readings.predicted,
        hardest=hardest(arm.classifier, repaired, HARDEST),
    )
    write_repair_pictures(paths.repair_pictures(name), repairs)


if __name__ == "__main__":
    stage.run(main)
