"""Compare every synthetic set with real digits, beside the floor that real test digits set."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, SyntheticDigits
from synthdigits.evaluation.fidelity import FrechetDistance
from synthdigits.evaluation.labels import label_quality
from synthdigits.evaluation.reading import load_classifier
from synthdigits.params import load_params
from synthdigits.reporting.metrics_files import write_json


def main() -> None:
    params = load_params()
    reader = load_classifier(paths.classifier_weights("cnn"))
    features = load_classifier(paths.classifier_weights("seed_cnn"))
    frechet = FrechetDistance(features, Digits.load(paths.RAW_TRAIN).images)
    sets = {"real_floor": Digits.load(paths.RAW_TEST)}
    for name in params.gans:
        sets[name] = SyntheticDigits.load(paths.synthetic(name, "test"))
    fidelity = {
        name: {
            "images": len(digits),
            "frechet_distance": frechet.to(digits.images),
            **label_quality(digits, reader),
        }
        for name, digits in sets.items()
    }
    write_json(paths.METRICS / "fidelity.json", fidelity)


if __name__ == "__main__":
    stage.run(main)
