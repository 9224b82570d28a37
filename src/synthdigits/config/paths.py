"""Where the stages keep their files, relative to the project's root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DOWNLOADS = Path(".cache/downloads")
RAW_TRAIN = Path("data/raw/train.npz")
RAW_TEST = Path("data/raw/test.npz")
MASKED_TRAIN = Path("data/masked/train.npz")
MASKED_TEST = Path("data/masked/test.npz")
EXPORT = Path("data/export")
STUDY = Path("data/study")
RULER = Path("data/ruler.safetensors")
STUDY_CHOICES = "chosen.json"
"""In the folder of each of the study's subsets: what its validation part chose."""

METRICS = Path("metrics")
IMAGES = METRICS / "images"
TIMINGS = METRICS / "timings.csv"
AUGMENTATION = METRICS / "augmentation"
STUDY_PICTURES = IMAGES / "study"
SHEETS = IMAGES / "sheets"
HOLE_PLOTS = IMAGES / "holes"

REPEATS = ("cnn_2", "cnn_3")
"""Names under which the classifier ``cnn`` is trained again from other random numbers."""


@dataclass(frozen=True)
class TrainingFiles:
    """What a training leaves behind: weights, one row of losses an iteration, its figures."""

    weights: Path
    losses: Path
    figures: Path


def training_files(
    family: Literal["classifiers", "gans", "inpainters"], name: str
) -> TrainingFiles:
    return TrainingFiles(
        weights=Path(f"data/models/{family}/{name}.safetensors"),
        losses=METRICS / f"losses/{family}/{name}.csv",
        figures=METRICS / f"training/{name}.json",
    )


def classifier_weights(name: str) -> Path:
    return training_files("classifiers", name).weights


def gan_weights(name: str) -> Path:
    return training_files("gans", name).weights


def inpainter_weights(name: str) -> Path:
    return training_files("inpainters", name).weights


def inpainted(name: str, split: str) -> Path:
    """Repaired digits of the split ``train`` or ``test``."""
    return Path(f"data/inpainted/{name}/{split}.npz")


def synthetic(name: str, split: str) -> Path:
    """Generated digits of the split ``train`` or ``test``."""
    return Path(f"data/synthetic/{name}/{split}.npz")


def training_pictures(name: str) -> Path:
    """Folder of what a generator or an inpainter painted while it was trained."""
    return IMAGES / f"training/{name}"


def synthetic_pictures(name: str) -> Path:
    """Folder of a GAN's sheets: ``by_class.png``, ``first.png``, ``interpolation.png``."""
    return IMAGES / f"synthetic/{name}"


def neighbours_picture(name: str) -> Path:
    """A GAN's digits that lie far nearer to training than to other real ones, beside both."""
    return IMAGES / f"neighbours/{name}.png"


def repair_pictures(name: str) -> Path:
    """Folder of an inpainter's sheets: ``sheet.png``, ``read.png``, ``hardest.png``."""
    return IMAGES / f"repairs/{name}"


def accuracy(group: str) -> Path:
    """Folder of a scoring stage: ``ARM.json`` and, a row for each test digit, ``ARM.csv``."""
    return METRICS / f"accuracy/{group}"


def fidelity(name: str) -> Path:
    """How close a set comes to real digits; ``real_floor`` is that of real test digits."""
    return METRICS / f"fidelity/{name}.json"


def membership(name: str) -> Path:
    """How well an attacker tells a model's training digits from others."""
    return METRICS / f"membership/{name}.json"


def holes(name: str) -> Path:
    """Folder of what is read behind an inpainter's repairs: ``by_size.csv``, ``by_ink.csv``."""
    return METRICS / f"holes/{name}"


def set_names(gans: Iterable[str], inpainters: Iterable[str]) -> list[str]:
    """Sets that are exported, or refused."""
    repaired = [f"inpainted-{name}" for name in inpainters]
    return ["masked", *repaired, *(f"synthetic-{name}" for name in gans)]


def export_facts(set_name: str) -> Path:
    """Whether a set was exported, and why not."""
    return METRICS / f"export/{set_name}.json"
