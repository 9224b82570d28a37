"""Compare every synthetic set with real digits, beside the floor that real test digits set."""

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.yardstick import Yardstick
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits
from synthdigits.drawing import sheets
from synthdigits.figures import write_image, write_json
from synthdigits.plumbing import stage

SHOWN = 10


def main() -> None:
    params = load_params()
    yardstick = Yardstick(
        Digits.load(paths.RAW_TRAIN),
        Digits.load(paths.RAW_TEST),
        seer=load_classifier(paths.classifier_weights("seed_cnn")),
        reader=load_classifier(paths.classifier_weights("cnn")),
        seed=params.seed,
    )
    fidelity = {"real_floor": yardstick.floor()}
    for name in params.gans:
        digits = SyntheticDigits.load(paths.synthetic(name, "test"))
        neighbours = yardstick.look_up(digits)
        fidelity[name] = yardstick.measure(digits, neighbours)
        copied = yardstick.most_copied(digits, neighbours, SHOWN)
        write_image(paths.NEIGHBOURS / f"{name}.png", sheets.bands(copied, SHOWN, 1))
    write_json(paths.METRICS / "fidelity.json", fidelity)


if __name__ == "__main__":
    stage.run(main)
