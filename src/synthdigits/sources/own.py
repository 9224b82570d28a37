"""Digits of one's own: IDX files, an NPZ, or folders of images, one folder for each class."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.splits import Labelled, Splits, numbered
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import idx, image_folders
from synthdigits.sources.names import IDX_NAMES, NPZ_NAMES


def load(path: Path) -> Splits:
    """What lies at ``path``.

    A file is an NPZ of ``x_train``, ``y_train``, ``x_test``, ``y_test``. A folder holds the four
    IDX files under MNIST's names (gzipped or not), or folders of classes: either ``train/CLASS``
    and ``test/CLASS``, or ``CLASS`` alone, of which a fifth becomes the test part.

    Raises:
        SynthdigitsError: it is none of these, or its images or labels can't be used.
    """
    try:
        if path.is_file():
            return _from_npz(path)
        if _idx_file(path, IDX_NAMES[0]):
            return _from_idx(path)
        return image_folders.load(path)
    except SynthdigitsError as reason:
        raise SynthdigitsError(f"data.source: {path}: {reason}") from None


def _from_npz(path: Path) -> Splits:
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            parts = [arrays[name] for name in NPZ_NAMES]
    except KeyError as missing:
        raise SynthdigitsError(f"{missing.args[0]}; needed: {', '.join(NPZ_NAMES)}") from None
    except (ValueError, TypeError, zipfile.BadZipFile, EOFError) as reason:
        raise SynthdigitsError(f"not an NPZ: {reason}") from None
    return numbered(_labelled(*parts[:2]), _labelled(*parts[2:]))


def _from_idx(folder: Path) -> Splits:
    arrays = []
    for name in IDX_NAMES:
        file = _idx_file(folder, name)
        if file is None:
            raise SynthdigitsError(f"there is no {name} beside {IDX_NAMES[0]}")
        try:
            content = file.read_bytes()
            arrays.append(idx.decode(gzip.decompress(content) if file.suffix else content))
        except (ValueError, OSError, EOFError) as reason:
            raise SynthdigitsError(f"{file.name}: {reason}") from None
    return numbered(_labelled(*arrays[:2]), _labelled(*arrays[2:]))


def _idx_file(folder: Path, name: str) -> Path | None:
    places = (folder / name, folder / f"{name}.gz")
    return next((place for place in places if place.is_file()), None)


def _labelled(images: NDArray[Any], labels: NDArray[Any]) -> Labelled:
    if images.dtype != np.uint8 or images.ndim != 3:
        raise SynthdigitsError(f"images must be uint8 (N, H, W), got {images.dtype} {images.shape}")
    if not np.issubdtype(labels.dtype, np.integer) or labels.shape != images.shape[:1]:
        raise SynthdigitsError(
            f"labels must be integers ({len(images)},), got {labels.dtype} {labels.shape}"
        )
    return Labelled(images, labels.astype(np.int64))
