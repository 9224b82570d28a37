"""Punch one seeded hole into every digit, near the middle, as document 000 does."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits
from synthdigits.data.masking import mask_digits
from synthdigits.params import load_params
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
