"""NPZ with the names that Keras users know from ``mnist.npz``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from synthdigits.data.digits import Digits
from synthdigits.data.names import NPZ_NAMES
from synthdigits.files import replacing


def write_npz(path: Path, train: Digits, test: Digits) -> None:
    """Write images uint8 (N, 28, 28) and labels (N,) of both parts, compressed."""
    arrays = train.images, train.labels, test.images, test.labels
    named: dict[str, Any] = dict(zip(NPZ_NAMES, arrays, strict=True))
    with replacing(path) as partial:
        np.savez_compressed(partial, **named)
