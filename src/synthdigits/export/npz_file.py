"""NPZ with the names that Keras users know from ``mnist.npz``."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from synthdigits.data.digits import Digits
from synthdigits.files import replacing


def write_npz(path: Path, train: Digits, test: Digits) -> None:
    """Write ``x_train, y_train, x_test, y_test``: uint8 (N, 28, 28) and (N,), compressed."""
    with replacing(path) as partial:
        np.savez_compressed(
            partial,
            x_train=train.images,
            y_train=train.labels,
            x_test=test.images,
            y_test=test.labels,
        )
