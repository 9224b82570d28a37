"""The figures that the stages left in metrics/, gathered under the names of params.yaml.

A name that params.yaml no longer has may have left files behind; no folder is listed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from synthdigits.comparison import arms
from synthdigits.config import paths
from synthdigits.figures import read_json

ATTACKED = "cnn"
CLASSIFIERS = ("cnn", *paths.REPEATS, "seed_cnn", arms.MASKED_TRAINED, "gan_augmented")

Figures = Mapping[str, Any]
ByName = Mapping[str, Figures]


@dataclass(frozen=True)
class Results:
    """What metrics/ has to say.

    Attributes:
        accuracy: by arm; the floor of ``fidelity`` stands before the GANs.
        membership: of attacks on every GAN and inpainter, on ``cnn``, and on two known sets.
        read_by_seed_cnn: of the digits that each inpainter repaired.
        classifiers, gans, inpainters: what is known of each training.
        augmentation: of the study, by budget.
        sets: by name of the set: whether it was exported, and the reasons why not.
    """

    data: Figures
    mixture: Figures
    accuracy: ByName
    read_by_seed_cnn: ByName
    fidelity: ByName
    membership: ByName
    classifiers: ByName
    gans: ByName
    inpainters: ByName
    augmentation: ByName
    sets: ByName


def gather(gans: Sequence[str], inpainters: Sequence[str]) -> Results:
    """Everything that the report tells of these GANs and inpainters.

    Raises:
        SynthdigitsError: a file has not been made yet.
    """
    return Results(
        data=read_json(paths.METRICS / "data.json"),
        mixture=read_json(paths.METRICS / "mixture.json"),
        accuracy=_accuracy(gans, inpainters),
        read_by_seed_cnn={
            name: read_json(
                paths.accuracy(arms.repaired_by(name))
                / f"{arms.repaired_by_for_seed_cnn(name)}.json"
            )
            for name in inpainters
        },
        fidelity={name: read_json(paths.fidelity(name)) for name in (arms.REAL_FLOOR, *gans)},
        membership={
            name: read_json(paths.membership(name))
            for name in (*gans, *inpainters, ATTACKED, arms.REAL_FLOOR, arms.PLANTED)
        },
        classifiers={
            name: read_json(paths.training_files("classifiers", name).figures)
            for name in CLASSIFIERS
        },
        gans={name: read_json(paths.training_files("gans", name).figures) for name in gans},
        inpainters={
            name: read_json(paths.training_files("inpainters", name).figures) for name in inpainters
        },
        augmentation=read_json(paths.AUGMENTATION / "augmentation.json"),
        sets={
            name: read_json(paths.export_facts(name)) for name in paths.set_names(gans, inpainters)
        },
    )


def fidelity_file(results: Results) -> dict[str, Any]:
    """metrics/fidelity.json: figures by set, and those of the attacks under ``membership``."""
    return {**results.fidelity, "membership": results.membership}


def hole_table(name: str, inpainters: Iterable[str]) -> pd.DataFrame:
    """``by_size`` or ``by_ink`` of all arms, one after the other."""
    folders = [paths.holes(arms.BASELINES), *map(paths.holes, inpainters)]
    return pd.concat([pd.read_csv(folder / f"{name}.csv") for folder in folders])


def validation_curves(gans: Iterable[str]) -> pd.DataFrame | None:
    """Columns ``gan``, ``iteration`` and ``validation_distance``.

    None where no GAN was measured against validation digits on the way.
    """
    files = {name: paths.training_pictures(name) / "validation.csv" for name in gans}
    curves = [pd.read_csv(file).assign(gan=name) for name, file in files.items() if file.exists()]
    return pd.concat(curves) if curves else None


def _accuracy(gans: Sequence[str], inpainters: Sequence[str]) -> ByName:
    files = {
        arm: paths.accuracy(folder) / f"{arm}.json"
        for arm, folder in arms.folders(gans, inpainters).items()
    }
    scores = {arm: read_json(file) for arm, file in files.items()}
    return {arm: {key: score[key] for key in arms.SCORE} for arm, score in scores.items()}
