"""Read the test digits with every classifier of the study; its table, gains and plots."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits
from synthdigits.figures import write_image, write_json, write_table
from synthdigits.study.reading.answers import read_answers, read_choices
from synthdigits.study.reading.study_pictures import accuracy_plot, gains_plot, synthetic_rows
from synthdigits.study.reading.table import gains_table, rows_of, summary


def main() -> None:
    params = load_params()
    rows = params.study.at(params.schedule)
    training, test = Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST)
    answers = read_answers(paths.STUDY, rows, test)
    table = rows_of(answers, params.seed)
    confidence = params.evaluation.confidence
    figures = summary(table, answers, len(training), confidence, params.seed)
    write_table(paths.AUGMENTATION / "augmentation.csv", table)
    write_table(paths.AUGMENTATION / "choices.csv", read_choices(paths.STUDY, rows))
    write_json(paths.AUGMENTATION / "augmentation.json", figures)
    write_image(paths.STUDY_PICTURES / "accuracy.png", accuracy_plot(table))
    write_image(paths.STUDY_PICTURES / "gains.png", gains_plot(gains_table(figures)))
    for row in rows:
        picture = synthetic_rows(paths.STUDY / f"{row.budget}-1")
        write_image(paths.STUDY_PICTURES / f"made_{row.budget}.png", picture)


if __name__ == "__main__":
    stage.run(main)
