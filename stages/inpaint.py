"""Repair every masked digit: `inpaint.py NAME`, an inpainter's name."""

from synthdigits.config import paths
from synthdigits.config.sections import Inpainters
from synthdigits.digits.digits import MaskedDigits
from synthdigits.inpainting.repair import inpaint
from synthdigits.plumbing import stage


def main() -> None:
    name = stage.chosen_name("inpainter", Inpainters.model_fields)
    for masked in (paths.MASKED_TRAIN, paths.MASKED_TEST):
        repaired = inpaint(paths.inpainter_weights(name), MaskedDigits.load(masked))
        repaired.save(paths.inpainted(name, masked.stem))


if __name__ == "__main__":
    stage.run(main)
