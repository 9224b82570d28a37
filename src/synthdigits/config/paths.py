"""Where the stages keep their files, relative to the project's root."""

from __future__ import annotations

from pathlib import Path

DOWNLOADS = Path(".cache/downloads")
RAW_TRAIN = Path("data/raw/train.npz")
RAW_TEST = Path("data/raw/test.npz")
MASKED_TRAIN = Path("data/masked/train.npz")
MASKED_TEST = Path("data/masked/test.npz")
EXPORT = Path("data/export")
METRICS = Path("metrics")
SHEETS = METRICS / "images/sheets"
NEIGHBOURS = METRICS / "images/neighbours"
HOLES = METRICS / "images/holes"
INTERPOLATIONS = METRICS / "images/interpolations"

STUDY = Path("data/study")
STUDY_CHOICES = "chosen.json"
"""In the folder of each of the study's subsets: what its validation part chose."""
STUDY_PICTURES = METRICS / "images/study"

REPEATS = ("cnn_2", "cnn_3")
"""Names under which the classifier ``cnn`` is trained again from other random numbers."""


def classifier_weights(name: str) -> Path:
    return Path(f"data/models/classifiers/{name}.safetensors")


def gan_weights(name: str) -> Path:
    return Path(f"data/models/gans/{name}.safetensors")


def inpainter_weights(name: str) -> Path:
    return Path(f"data/models/inpainters/{name}.safetensors")


def inpainted(name: str, split: str) -> Path:
    """Repaired digits of the split ``train`` or ``test``."""
    return Path(f"data/inpainted/{name}/{split}.npz")


def synthetic(name: str, split: str) -> Path:
    """Generated digits of the split ``train`` or ``test``."""
    return Path(f"data/synthetic/{name}/{split}.npz")


def confusion(arm: str) -> Path:
    """What each test digit is, and what an arm of the comparison read in it."""
    return METRICS / f"confusion/{arm}.csv"


def training_pictures(name: str) -> Path:
    """What a generator or an inpainter painted while it was trained."""
    return METRICS / f"images/training/{name}"
