"""What the study's tasks are given: how to train, and the real digits of one subset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from synthdigits.config.params import STUDY_MODELS, Params
from synthdigits.config.sections import BudgetParams, ModelParams, Schedule, StudyParams
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.inpainting.inpainter import InpainterParams
from synthdigits.learning.run import TrainingRun
from synthdigits.randomness import derive_seed
from synthdigits.study.training.subsets import subset
from synthdigits.zoo import gan_params, inpainter_params

GENERATOR, INPAINTER = STUDY_MODELS["gans"], STUDY_MODELS["inpainters"]
STUDY_RUNS = "study"
"""Names of the study's trainings begin with it, and its folder under .ckpt/ is called so."""


@dataclass(frozen=True)
class Setting:
    """How everything is trained on the digits of one budget.

    Attributes:
        fingerprint: of all that shapes the study's results.
        lengths: the budget and its iterations.
    """

    seed: int
    fingerprint: str
    study: StudyParams
    lengths: BudgetParams
    gan: ModelParams
    inpainter: InpainterParams
    schedule: Schedule


@dataclass(frozen=True)
class Subset:
    """Real digits that one subset seed draws for a budget; nothing else is real to its tasks.

    Attributes:
        digits: in an order of which every prefix is stratified.
        classes: of the whole data set; every class is in the digits.
    """

    setting: Setting
    number: int
    digits: Digits
    classes: int

    def __len__(self) -> int:
        return len(self.digits)

    @property
    def name(self) -> str:
        return f"{self.setting.lengths.budget}-{self.number}"

    @property
    def parts(self) -> tuple[Digits, Digits]:
        """What generators and trials learn from, and what decides between trials."""
        return split_off_last(self.digits, self.setting.study.validation_fraction)

    def run(self, purpose: str, iterations: int, batch_size: int) -> TrainingRun:
        """A training of this subset; its random numbers derive from (seed, subset, purpose)."""
        return TrainingRun(
            f"{STUDY_RUNS}/{self.name}/{purpose}",
            self.setting.fingerprint,
            self.setting.seed,
            iterations,
            batch_size,
        )


def subsets_of(params: Params, digits: Digits, fingerprint: str) -> list[Subset]:
    """Every subset of ``digits`` that the schedule asks for, the smallest budgets first.

    Raises:
        SynthdigitsError: a budget is larger than ``digits``, or too small for every class.
    """
    drawn = []
    for lengths in params.study.at(params.schedule):
        setting = Setting(
            seed=params.seed,
            fingerprint=fingerprint,
            study=params.study,
            lengths=lengths,
            gan=gan_params(params, GENERATOR),
            inpainter=inpainter_params(params, INPAINTER),
            schedule=params.schedule,
        )
        for number in range(1, lengths.subsets + 1):
            seed = derive_seed(params.seed, f"subset {number}")
            places = subset(digits.labels, lengths.budget, seed)
            drawn.append(Subset(setting, number, digits[places], digits.classes))
    return drawn


def rows_used(subsets: Sequence[Subset]) -> pd.DataFrame:
    """Row numbers of each subset seed's digits in order; a budget of n are its first n."""
    largest = {subset.number: subset for subset in sorted(subsets, key=len)}
    return pd.concat(
        pd.DataFrame({"subset": number, "row": subset.digits.rows})
        for number, subset in largest.items()
    )
