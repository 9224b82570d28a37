"""Repair every masked digit: `inpaint.py NAME`, an inpainter's name."""

from synthdigits import paths, stage
from synthdigits.data.digits import MaskedDigits
from synthdigits.repair import inpaint
from synthdigits.sections import Inpainters


def main() -> None:
    name = stage.chosen_name("inpainter", Inpainters.model_fields)
    for masked in (paths.MASKED_TRAIN, paths.MASKED_TEST):
        repaired = inpaint(paths.inpainter_weights(name), MaskedDigits.load(masked))
        repaired.save(paths.inpainted(name, masked.stem))


if __name__ == "__main__":
    stage.run(main)
