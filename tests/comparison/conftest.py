"""A handful of digits, and untrained networks that name the rows behind them."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from torch import nn

from synthdigits.classifiers.networks import CLASSIFIERS
from synthdigits.classifiers.reading import features_of
from synthdigits.comparison.arms import MASKED_TRAINED, WHOLE
from synthdigits.config import paths
from synthdigits.config.sections import MaskParams
from synthdigits.digits.digits import Digits, SyntheticDigits
from synthdigits.digits.masking import mask_digits
from synthdigits.inpainting.repair import Repairer
from synthdigits.learning.weights import Header, save_weights
from synthdigits.ruler.moments import Moments
from synthdigits.ruler.network import RulerNetwork
from synthdigits.ruler.ruler import Header as RulerHeader
from synthdigits.ruler.ruler import save_ruler
from synthdigits.zoo import inpainter_class

GAN, INPAINTER = "conditional", "unet_l1"
TRAINING_ROWS = [[0, 119]]
"""The first 120 of the 200 digits are the training part."""


def keep_classifier(
    name: str, kind: str = "cnn", rows: list[list[int]] | None = None, seed: int = 0
) -> None:
    """An untrained classifier in the place of the classifier ``name``."""
    torch.manual_seed(seed)
    header = Header(kind, 10, {}, rows or TRAINING_ROWS)
    save_weights(paths.classifier_weights(name), CLASSIFIERS[kind](10), header)


def keep_ruler(train: Digits, test: Digits) -> None:
    """An untrained ruler where the stages look for it."""
    torch.manual_seed(0)
    network = RulerNetwork(10)
    moments = [Moments.of(features_of(network, part.images)) for part in (train, test)]
    save_ruler(paths.RULER, RulerHeader("untrained", 10, TRAINING_ROWS, 0.1), network, *moments)


@pytest.fixture
def house(workspace: Path, project: Path, digits: Digits) -> Path:
    """The files that the scoring stages read."""
    tree = yaml.safe_load((project / "tests/params.yaml").read_text(encoding="utf-8"))
    tree["evaluation"] |= {"hole_sizes": [4, 8], "hole_images": 40, "ink_parts": 4}
    (workspace / "params.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    train, test = digits[:120], digits[120:]
    train.save(paths.RAW_TRAIN)
    test.save(paths.RAW_TEST)
    masked, masked_train = (
        mask_digits(part, MaskParams(**tree["mask"]), np.random.default_rng(0))
        for part in (test, train)
    )
    masked.save(paths.MASKED_TEST)
    keep_ruler(train, test)
    for name in (*WHOLE.values(), MASKED_TRAINED, f"synthetic_only_{GAN}"):
        keep_classifier(name, "seed_cnn" if name == "seed_cnn" else "cnn")
    noise = np.random.default_rng(1).integers(0, 256, (60, 28, 28), np.uint8)
    labels, sure = digits.labels[:60], np.ones(60, np.float32)
    made = SyntheticDigits(noise, labels, np.arange(60, dtype=np.int64), sure)
    for split in ("train", "test"):
        made.save(paths.synthetic(GAN, split))
    network: nn.Module = inpainter_class(INPAINTER).network_class(width=4)
    weights = paths.inpainter_weights(INPAINTER)
    save_weights(weights, network, Header(INPAINTER, 10, {"width": 4}, TRAINING_ROWS))
    repair = Repairer.load(weights).repair
    repair(masked).save(paths.inpainted(INPAINTER, "test"))
    repair(masked_train).save(paths.inpainted(INPAINTER, "train"))
    return workspace


@pytest.fixture
def run_stage(house: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Run ``score_x.py NAME`` in this process, in the folder of ``house``."""

    def run(command: str) -> None:
        script, *arguments = command.split()
        monkeypatch.setattr(sys, "argv", [script, *arguments])
        runpy.run_path(str(project / "stages" / script), run_name="__main__")

    return run
