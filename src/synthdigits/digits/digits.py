"""The one container of labelled digits, and its NPZ form on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from synthdigits.config.sections import IMAGE_SIDE
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.npz import read_npz

SIDE = IMAGE_SIDE
"""Of every image, in pixels; the one number that the project's digits and models share."""
D = TypeVar("D", bound="Digits")


@dataclass(frozen=True)
class Digits:
    """Labelled digits.

    Attributes:
        images: uint8 (N, H, W), both of :data:`SIDE` pixels; 0 is background and 255 is ink.
        labels: uint8 (N,).
        rows: int64 (N,), each image's row number at its origin. In a real data set the test rows
            are numbered on from the training rows, so that no number stands for two images.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    rows: NDArray[np.int64]

    def __post_init__(self) -> None:
        count = self.labels.size
        _guard("images", self.images, np.uint8, (count, SIDE, SIDE))
        _guard("labels", self.labels, np.uint8, (count,))
        _guard("rows", self.rows, np.int64, (count,))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> int:
        """How many classes there are, the highest label being the last one."""
        return int(self.labels.max()) + 1

    @property
    def counts(self) -> dict[str, int]:
        """Images per class, by the class's number."""
        counts = Counter(self.labels.tolist())
        return {str(label): counts[label] for label in range(self.classes)}

    def __getitem__(self, chosen: slice | NDArray[Any]) -> Self:
        picked = {field.name: getattr(self, field.name)[chosen] for field in fields(self)}
        return type(self)(**picked)

    def save(self, path: Path) -> None:
        """Write every field as one array of an uncompressed NPZ; equal digits give equal bytes."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        with replacing(path, sum(array.nbytes for array in arrays.values())) as partial:
            np.savez(partial, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote.

        Raises:
            SynthdigitsError: the file is missing, or is no NPZ with the fields of this class.
        """
        if not path.exists():
            raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it")
        names = [field.name for field in fields(cls)]
        try:  # what save wrote is not compressed, and so no larger than its file
            return cls(**read_npz(path, names, most_bytes=path.stat().st_size))
        except (ValueError, SynthdigitsError) as error:
            reason = str(error).removeprefix("not an NPZ: ")
            raise SynthdigitsError(f"{path}: not an NPZ of {cls.__name__}: {reason}") from None


@dataclass(frozen=True)
class MaskedDigits(Digits):
    """Digits with a hole.

    Attributes:
        corners: uint8 (N, 2), row and column of each hole's top-left pixel.
        sizes: uint8 (N,), side of each square hole in pixels.
    """

    corners: NDArray[np.uint8]
    sizes: NDArray[np.uint8]

    def __post_init__(self) -> None:
        super().__post_init__()
        _guard("corners", self.corners, np.uint8, (len(self), 2))
        _guard("sizes", self.sizes, np.uint8, (len(self),))


@dataclass(frozen=True)
class SyntheticDigits(Digits):
    """Generated digits; ``rows`` are the image numbers from which each can be made again.

    Attributes:
        confidence: float32 (N,), the probability that the labelling classifier gave the label;
            1 where the generator was asked for the label.
    """

    confidence: NDArray[np.float32]

    def __post_init__(self) -> None:
        super().__post_init__()
        _guard("confidence", self.confidence, np.float32, (len(self),))


def joined(parts: Sequence[D]) -> D:
    """One set after the other; all of them digits of the first one's class."""
    kind = type(parts[0])
    arrays = (
        np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(kind)
    )
    return kind(*arrays)


def split_off_last(digits: D, fraction: float) -> tuple[D, D]:
    """All but the last ``fraction`` of the rows, and that last part (Keras' validation split)."""
    kept = len(digits) - round(len(digits) * fraction)
    return digits[:kept], digits[kept:]


def _guard(name: str, array: NDArray[Any], dtype: type, shape: tuple[int, ...]) -> None:
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(
            f"{name} must be {np.dtype(dtype)} {shape}, got {array.dtype} {array.shape}"
        )
