"""The few figures that `dvc metrics` shows and compares between revisions."""

from __future__ import annotations

from synthdigits.comparison import arms
from synthdigits.config.paths import REPEATS
from synthdigits.reporting.gathering import Results

REPEATED = [f"real.{name}" for name in REPEATS]


def headline(results: Results) -> dict[str, float]:
    """Flat, at most 40 figures, and no timing among them.

    ``accuracy.ARM`` for each arm but the repetitions of ``real``; for each GAN ``recognisable.GAN``
    and ``frechet_over_floor.GAN``, 1 where its digits are as close to training digits as other
    real ones are; for each budget of the study its first gain; and how many sets were exported.
    """
    fidelity = dict(results.fidelity)
    floor = fidelity.pop(arms.REAL_FLOOR)["frechet_distance"]
    accuracy = {arm: score["accuracy"] for arm, score in results.accuracy.items()}
    return {
        **{f"accuracy.{arm}": accuracy[arm] for arm in accuracy if arm not in REPEATED},
        **{f"recognisable.{name}": figures["recognisable"] for name, figures in fidelity.items()},
        **{
            f"frechet_over_floor.{name}": figures["frechet_distance"] / floor
            for name, figures in fidelity.items()
        },
        **_gains(results),
        "exported_sets": sum(facts["exported"] for facts in results.sets.values()),
    }


def _gains(results: Results) -> dict[str, float]:
    """Mean of the study's first gain at each budget: what synthetic digits add to real ones."""
    first = {
        budget: next(iter(figures["gains"].items()))
        for budget, figures in results.augmentation.items()
    }
    return {f"gain.{name}.{budget}": gain["mean"] for budget, (name, gain) in first.items()}
