"""IDX as ``torchvision.datasets.MNIST(root, download=False)`` wants it: four plain files."""

from __future__ import annotations

from pathlib import Path

from synthdigits.data import idx
from synthdigits.data.digits import Digits
from synthdigits.files import replacing


def write_idx_folder(root: Path, train: Digits, test: Digits) -> None:
    """Write ``root/MNIST/raw/{train,t10k}-{images-idx3,labels-idx1}-ubyte``."""
    for prefix, digits in (("train", train), ("t10k", test)):
        for kind, array in (("images-idx3", digits.images), ("labels-idx1", digits.labels)):
            with replacing(root / "MNIST" / "raw" / f"{prefix}-{kind}-ubyte") as partial:
                partial.write_bytes(idx.encode(array))
