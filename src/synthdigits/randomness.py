"""Everything random derives from (seed, purpose); no module draws from a shared stream."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


def derive_seed(seed: int, purpose: str) -> int:
    """A 63-bit seed that differs for every ``(seed, purpose)``."""
    digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def numpy_generator(seed: int, purpose: str) -> np.random.Generator:
    return np.random.default_rng(derive_seed(seed, purpose))


def noise_of_images(seed: int, indices: range, size: int) -> NDArray[np.float32]:
    """Standard normal noise (len(indices), size); row i depends on (seed, index i) alone.

    Philox is a counter-based generator (Salmon et al. 2011): its key is the seed and the high
    word of its counter the image's index, so any image can be made again without the others.
    """
    key = derive_seed(seed, "image noise")
    rows = [
        np.random.Generator(np.random.Philox(key=key, counter=[0, 0, 0, index])).standard_normal(
            size, dtype=np.float32
        )
        for index in indices
    ]
    return np.stack(rows) if rows else np.empty((0, size), np.float32)
