"""Train the study's generators and classifiers: what synthetic digits add to a few real ones."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, SyntheticDigits
from synthdigits.models.weights import rows_behind
from synthdigits.params import load_params
from synthdigits.reporting.metrics_files import write_table
from synthdigits.study.conduct import Oracle, conduct
from synthdigits.study.setting import GENERATOR, rows_used, subsets_of
from synthdigits.study.store import Store
from synthdigits.training.checkpoint import fingerprint


def main() -> None:
    params = load_params()
    digits = Digits.load(paths.RAW_TRAIN)
    oracle_digits = SyntheticDigits.load(paths.synthetic(GENERATOR, "train"))
    oracle = Oracle(oracle_digits, rows_behind(paths.gan_weights(GENERATOR)))
    shape = fingerprint(params.model_dump(exclude={"workers"}), digits, oracle_digits)
    subsets = subsets_of(params, digits, shape)
    store = Store(shape)
    conduct(subsets, oracle, store, params.workers)
    store.publish(paths.STUDY)
    write_table(paths.STUDY / "rows.csv", rows_used(subsets))


if __name__ == "__main__":
    stage.run(main)
