"""A metrics/ as the stages leave it, with made-up figures under the names of params.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from synthdigits.comparison.arms import (
    BASELINES,
    CLASSICAL,
    MASKED,
    MASKED_TRAINED,
    PLANTED,
    REAL_FLOOR,
    folders,
    repaired_by,
    repaired_by_for_seed_cnn,
)
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.drawing import sheets
from synthdigits.figures import write_image, write_json, write_table
from synthdigits.reporting.gathering import ATTACKED, CLASSIFIERS
from synthdigits.study.arms import ARMS, COMPARED

SCORE = {"accuracy": 0.9, "low": 0.88, "high": 0.92, "images": 1000, "per_digit": {"0": 0.9}}
LOG = {
    "batch_size": 64,
    "iterations": 100,
    "train_seconds": 12.5,
    "images_per_second": 512.0,
    "device": "cpu",
    "precision": "float32",
    "threads": 1,
}
GAN = {
    "generator_parameters": 1000,
    "discriminator_parameters": 200,
    "seconds_per_epoch": 3.0,
    **LOG,
    "last_losses": {"generator_loss": 0.7, "discriminator_loss": 1.2},
}
ATTACK = {
    "auc": 0.512,
    "auc_low": 0.5,
    "auc_high": 0.524,
    "true_positives": 0.011,
    "true_positives_low": 0.01,
    "true_positives_high": 0.012,
    "members": 5000,
    "held_out": 5000,
}
FIDELITY = {
    "images": 1000,
    "ruler": "5eb0" * 16,
    "frechet_distance": 2.0,
    "kernel_distance": 0.01,
    "precision": 0.9,
    "recall": 0.8,
    "density": 0.9,
    "coverage": 0.7,
    "recognisable": 0.95,
    "label_accuracy": 0.99,
    "class_balance": 0.98,
    "nearest_neighbour_ratio": 1.0,
    "nearest_neighbour_ratio_pixels": 1.0,
    "duplicates": 0.0,
    "kernel_distance_per_class": {"0": 0.01},
}
GAIN = {"mean": 0.0123, "low": 0.01, "high": 0.02, "subsets": 2}
BUDGETS = ("100", "1000", "10000", "60000")
"""As many as the schedule ``published`` has."""


def plant(gans: Sequence[str], inpainters: Sequence[str]) -> None:
    """Every file that the report reads, in the working directory."""
    split = {"images": 1000, "per_class": {"0": 1000}}
    write_json(paths.METRICS / "data.json", {"source": "mnist", "train": split, "test": split})
    write_json(paths.METRICS / "mixture.json", {"synthetic_share": 0.1})
    for arm, folder in folders(gans, inpainters).items():
        write_json(paths.accuracy(folder) / f"{arm}.json", SCORE)
    for name in CLASSIFIERS:
        _plant_training("classifiers", name, {"parameters": 103850.0, **LOG})
    for name in gans:
        plant_gan(name)
    write_json(paths.fidelity(REAL_FLOOR), {**FIDELITY, "frechet_distance": 0.5})
    for name in (*inpainters, ATTACKED, REAL_FLOOR, PLANTED):
        write_json(paths.membership(name), ATTACK)
    for name in inpainters:
        _plant_training(
            "inpainters", name, {"hole_l1": 0.1, "psnr": 20.0, "parameters": 500, **LOG}
        )
        plant_holes(name, [name])
        by_seed_cnn = f"{repaired_by_for_seed_cnn(name)}.json"
        write_json(paths.accuracy(repaired_by(name)) / by_seed_cnn, SCORE)
    plant_holes(BASELINES, [MASKED, *CLASSICAL, MASKED_TRAINED])
    plant_study(GAIN)
    for name in paths.set_names(gans, inpainters):
        write_json(paths.export_facts(name), {"exported": True, "refused": []})


def plant_gan(name: str, facts: Mapping[str, Any] = GAN) -> None:
    """What is known of one GAN's training and digits, and its first row."""
    _plant_training("gans", name, facts)
    write_json(paths.fidelity(name), FIDELITY)
    write_json(paths.membership(name), ATTACK)
    row = np.zeros((16, 28, 28), np.uint8)
    write_image(paths.synthetic_pictures(name) / "first.png", sheets.grid([row]))


def plant_study(gain: Mapping[str, float]) -> None:
    """The same gain of every pair of arms at every budget."""
    gains = {f"{arm}_over_{other}": gain for arm, other in COMPARED}
    figures = {"arms": dict.fromkeys(ARMS, GAIN), "gains": gains}
    write_json(paths.AUGMENTATION / "augmentation.json", dict.fromkeys(BUDGETS, figures))


def plant_holes(folder: str, arms: Sequence[str]) -> None:
    for name, column in (("by_size", "size"), ("by_ink", "lost_ink")):
        rows = [(place, arm, 0.5) for place in (1, 2) for arm in arms]
        table = dict(zip((column, "arm", "accuracy"), zip(*rows, strict=True), strict=True))
        write_table(paths.holes(folder) / f"{name}.csv", table)


def _plant_training(family: Any, name: str, facts: Mapping[str, Any]) -> None:
    write_json(paths.training_files(family, name).figures, facts)


@pytest.fixture
def planted(workspace: object, params: Params) -> None:
    """The working directory holds the figures of the project's own GANs and inpainters."""
    plant(list(params.gans), list(params.inpainters))
