"""What is still read behind holes of several sizes, by every repair; and the hardest repairs."""

import pandas as pd

from synthdigits.comparison.hole_arms import hole_arms
from synthdigits.comparison.hole_pictures import draw_accuracy, draw_hardest
from synthdigits.comparison.holes import accuracy_by_ink, accuracy_by_size
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.config.sections import Inpainters
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.figures import write_table
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    evaluation, inpainters = params.evaluation, list(Inpainters.model_fields)
    whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
    arms = hole_arms(inpainters)
    first = whole[: evaluation.hole_images]
    by_size = accuracy_by_size(arms, first, params.mask, evaluation.hole_sizes, params.seed)
    verdicts = {arm: pd.read_csv(paths.confusion(_scored_as(arm))) for arm in arms}
    by_ink = accuracy_by_ink(verdicts, whole, masked, evaluation.ink_parts)
    write_table(paths.METRICS / "holes/by_size.csv", by_size)
    write_table(paths.METRICS / "holes/by_ink.csv", by_ink)
    draw_accuracy("by_size", by_size, "size", "side of the hole in pixels")
    draw_accuracy("by_ink", by_ink, "lost_ink", "share of the digit's ink that the hole took")
    for name in inpainters:
        draw_hardest(arms["masked"].reader, whole, masked, name)


def _scored_as(arm: str) -> str:
    return arm if arm in ("masked", "masked_trained") else f"inpainted.{arm}"


if __name__ == "__main__":
    stage.run(main)
