"""Punch one seeded hole into every digit, near the middle, as document 000 does."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import mask_digits
from synthdigits.randomness import numpy_generator


def main() -> None:
    params = load_params()
    for raw, masked in (
        (paths.RAW_TRAIN, paths.MASKED_TRAIN),
        (paths.RAW_TEST, paths.MASKED_TEST),
    ):
        generator = numpy_generator(params.seed, f"mask/{raw.stem}")
        mask_digits(Digits.load(raw), params.mask, generator).save(masked)


if __name__ == "__main__":
    stage.run(main)
