"""Train the study's generators and classifiers: what synthetic digits add to a few real ones."""

from synthdigits.plumbing import stage
from synthdigits import zoo
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, SyntheticDigits
from synthdigits.figures import write_table
from synthdigits.learning.device import find_precision
from synthdigits.learning.run import shape_of
from synthdigits.learning.weights import rows_behind
from synthdigits.study.training.conduct import Oracle, conduct
from synthdigits.study.training.setting import GENERATOR, INPAINTER, rows_used, subsets_of
from synthdigits.study.training.store import Store


def main() -> None:
    params = load_params()
    digits = Digits.load(paths.RAW_TRAIN)
    oracle_digits = SyntheticDigits.load(paths.synthetic(GENERATOR, "train"))
    oracle = Oracle(oracle_digits, rows_behind(paths.gan_weights(GENERATOR)))
    models = zoo.gan_params(params, GENERATOR), zoo.inpainter_params(params, INPAINTER)
    shape = shape_of(
        *(params.seed, params.study, *models, find_precision()),
        *(digits, oracle_digits, paths.gan_weights(GENERATOR)),
        schedule=params.schedule,
    )
    subsets = subsets_of(params, digits, shape)
    store = Store(shape)
    conduct(subsets, oracle, store, params.workers)
    write_table(store.folder / "rows.csv", rows_used(subsets))
    store.publish(paths.STUDY)


if __name__ == "__main__":
    stage.run(main)
