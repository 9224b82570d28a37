"""Score every classifier of real digits on the real test digits; refuse one that saw any."""

from synthdigits.comparison.arms import CLASSIFIERS
from synthdigits.comparison.scores import classifier_readings, write_readings
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.plumbing import stage


def main() -> None:
    confidence = load_params().evaluation.confidence
    write_readings(paths.accuracy(CLASSIFIERS), classifier_readings(), confidence)


if __name__ == "__main__":
    stage.run(main)
