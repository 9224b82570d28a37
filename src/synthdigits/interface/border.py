"""What callers hand in, checked where it enters; an error says what came."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.digits import SIDE
from synthdigits.plumbing.errors import SynthdigitsError


def images_of(value: Any) -> NDArray[np.uint8]:
    """Images uint8 (N, 28, 28), bright ink on black.

    Raises:
        SynthdigitsError: it is no such array.
    """
    return _array("images", value, np.uint8)


def masks_of(value: Any, count: int) -> NDArray[np.bool_]:
    """Holes bool (count, 28, 28), true inside.

    Raises:
        SynthdigitsError: it is no such array, or a mask has no hole.
    """
    masks: NDArray[np.bool_] = _array("masks", value, np.bool_)
    if len(masks) != count:
        raise SynthdigitsError(f"masks: one for each of {count} images is needed, got {len(masks)}")
    empty = np.flatnonzero(~masks.any(axis=(1, 2)))
    if len(empty):
        raise SynthdigitsError(f"masks: number {empty[0]} is true nowhere: there is no hole")
    return masks


def whole_number(name: str, value: Any, least: int) -> int:
    """An int of at least ``least``.

    Raises:
        SynthdigitsError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise SynthdigitsError(f"{name}: a whole number from {least} on is needed, got {value!r}")
    return int(value)


def probability(name: str, value: Any) -> float:
    """A number from 0 to 1.

    Raises:
        SynthdigitsError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SynthdigitsError(f"{name}: a number from 0 to 1 is needed, got {value!r}")
    return float(value)


def _array(name: str, value: Any, dtype: type) -> NDArray[Any]:
    wanted = f"{name}: {np.dtype(dtype)} (N, {SIDE}, {SIDE}) is needed"
    if not isinstance(value, np.ndarray):
        raise SynthdigitsError(f"{wanted}, got {type(value).__name__}")
    if value.dtype != dtype or value.ndim != 3 or value.shape[1:] != (SIDE, SIDE):
        raise SynthdigitsError(f"{wanted}, got {value.dtype} {value.shape}")
    if not len(value):
        raise SynthdigitsError(f"{wanted}, at least one, got {value.dtype} {value.shape}")
    return value
