"""Repair every masked digit: `inpaint.py NAME`, an inpainter's name."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import MaskedDigits
from synthdigits.inpainting.repair import Repairer


def main() -> None:
    name = stage.chosen_name("inpainter", load_params().inpainters)
    repairer = Repairer.load(paths.inpainter_weights(name))
    for masked in (paths.MASKED_TRAIN, paths.MASKED_TEST):
        repaired = repairer.repair(MaskedDigits.load(masked))
        repaired.save(paths.inpainted(name, masked.stem))


if __name__ == "__main__":
    stage.run(main)
