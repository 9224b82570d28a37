"""What is still read behind holes of several sizes, by every repair; and the hardest repairs."""

from functools import partial

import pandas as pd

from synthdigits import paths, stage
from synthdigits.classical_repair import Repair, classical_repairs
from synthdigits.data.digits import Digits, MaskedDigits
from synthdigits.evaluation.holes import Arm, accuracy_by_ink, accuracy_by_size, hardest
from synthdigits.evaluation.reading import load_classifier
from synthdigits.params import load_params
from synthdigits.repair import inpaint
from synthdigits.reporting import sheets
from synthdigits.reporting.metrics_files import write_image, write_table
from synthdigits.reporting.plots import lines
from synthdigits.sections import Inpainters

SHOWN = 16


def main() -> None:
    params = load_params()
    whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
    cnn = load_classifier(paths.classifier_weights("cnn"))
    repairs: dict[str, Repair] = {
        **classical_repairs(Digits.load(paths.RAW_TRAIN)),
        **{
            name: partial(inpaint, paths.inpainter_weights(name))
            for name in Inpainters.model_fields
        },
    }
    arms = {
        "masked": Arm(_none, cnn),
        **{name: Arm(repair, cnn) for name, repair in repairs.items()},
        "masked_trained": Arm(_none, load_classifier(paths.classifier_weights("masked_trained"))),
    }
    sizes, parts = params.evaluation.hole_sizes, params.evaluation.ink_parts
    by_size = accuracy_by_size(arms, whole, params.mask, sizes, params.seed)
    verdicts = {
        arm: pd.read_csv(paths.confusion(f"inpainted.{arm}" if arm in repairs else arm))
        for arm in arms
    }
    by_ink = accuracy_by_ink(verdicts, whole, masked, parts)
    for name, table, x, x_label in (
        ("by_size", by_size, "size", "side of the hole in pixels"),
        ("by_ink", by_ink, "lost_ink", "share of the digit's ink that the hole took"),
    ):
        write_table(paths.METRICS / f"holes/{name}.csv", table)
        plot = lines(table, x, "accuracy", "arm", x_label, "accuracy on test digits")
        write_image(paths.HOLES / f"{name}.png", plot)
    for name in Inpainters.model_fields:
        repaired = MaskedDigits.load(paths.inpainted(name, "test"))
        worst = hardest(cnn, repaired, SHOWN)
        versions = [digits.images[worst] for digits in (whole, masked, repaired)]
        write_image(paths.HOLES / f"hardest_{name}.png", sheets.bands(versions, SHOWN, 1))


def _none(masked: MaskedDigits) -> MaskedDigits:
    return masked


if __name__ == "__main__":
    stage.run(main)
