"""Small sets of one's own, in arrays and folders, to plant faults in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CLASSES, EACH = 3, 6
Arrays = dict[str, NDArray[Any]]


def sound_arrays(seed: int = 0) -> Arrays:
    """An NPZ's four arrays: no image twice, dark paper, three classes of six and of six."""
    generator = np.random.default_rng(seed)
    labels = np.arange(2 * CLASSES * EACH) % CLASSES
    images = np.zeros((len(labels), 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4 + 6 * label : 8 + 6 * label, 5:23] = generator.integers(120, 256, (4, 18))
    half = CLASSES * EACH
    return {
        "x_train": images[:half],
        "y_train": labels[:half],
        "x_test": images[half:],
        "y_test": labels[half:],
    }


def write_folders(folder: Path, arrays: Arrays, names: str = "abc", ending: str = ".png") -> None:
    """The arrays as train/CLASS/ROW.png and test/CLASS/ROW.png."""
    for part in ("train", "test"):
        pairs = zip(arrays[f"x_{part}"], arrays[f"y_{part}"], strict=True)
        for row, (image, label) in enumerate(pairs):
            place = folder / part / names[int(label)] / f"{row:02}{ending}"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(place)
