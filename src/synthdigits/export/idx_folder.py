"""IDX as ``torchvision.datasets.MNIST(root, download=False)`` wants it: four plain files."""

from __future__ import annotations

from pathlib import Path

from synthdigits.data import idx
from synthdigits.data.digits import Digits
from synthdigits.data.names import IDX_NAMES
from synthdigits.files import replacing


def write_idx_folder(root: Path, train: Digits, test: Digits) -> None:
    """Write the four files into ``root/MNIST/raw``."""
    arrays = train.images, train.labels, test.images, test.labels
    for name, array in zip(IDX_NAMES, arrays, strict=True):
        with replacing(root / "MNIST" / "raw" / name) as partial:
            partial.write_bytes(idx.encode(array))
