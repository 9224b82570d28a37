"""Score every classifier on the real test digits."""

from dataclasses import asdict
from statistics import mean

from synthdigits.comparison.arms import judge_arms
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.config.sections import Inpainters
from synthdigits.figures import read_json, write_json, write_table
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    confidence = params.evaluation.confidence
    verdicts = judge_arms(list(params.gans), list(Inpainters.model_fields))
    scores = {arm: asdict(verdict.accuracy(confidence)) for arm, verdict in verdicts.items()}
    trainings = {
        "cnn": ["real", *(f"real.{name}" for name in paths.REPEATS)],
        "seed_cnn": ["seed_cnn"],
    }
    for name, arms in trainings.items():
        accuracies = [scores[arm]["accuracy"] for arm in arms]
        figures = {"test_accuracy": accuracies[0], "mean_test_accuracy": mean(accuracies)}
        training = read_json(paths.METRICS / f"training/{name}.json")
        write_json(paths.METRICS / f"classifiers/{name}.json", {**figures, **training})
    write_json(paths.METRICS / "accuracy.json", scores)
    write_json(
        paths.METRICS / "accuracy_per_digit.json",
        {arm: verdict.accuracy_per_digit() for arm, verdict in verdicts.items()},
    )
    for arm, verdict in verdicts.items():
        columns = {"actual": verdict.actual, "predicted": verdict.predicted}
        write_table(paths.confusion(arm), columns)


if __name__ == "__main__":
    stage.run(main)
