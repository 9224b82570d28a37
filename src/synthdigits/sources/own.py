"""Digits of one's own: IDX files, an NPZ, or folders of images, one folder for each class."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from numpy.typing import NDArray

from synthdigits.digits.splits import Splits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.npz import read_npz
from synthdigits.plumbing.wording import brief
from synthdigits.sources import idx, image_folders
from synthdigits.sources.arrays import from_arrays
from synthdigits.sources.found import CORRECTIONS, Found
from synthdigits.sources.names import IDX_NAMES, NPZ_NAMES
from synthdigits.sources.soundness import Examined, check_classes


def load(path: Path) -> Splits:
    """What lies at ``path``, fit for a study.

    A file is an NPZ of ``x_train``, ``y_train``, ``x_test``, ``y_test``. A folder holds the four
    IDX files under MNIST's names (gzipped or not), or folders of classes: either ``train/CLASS``
    and ``test/CLASS``, or ``CLASS`` alone, of which a fifth becomes the test part.

    Raises:
        SynthdigitsError: it is none of these, its images or labels can't be used, an image is in
            both parts, under several labels or blank, or a class has no test image.
    """
    try:
        found = _found(path)
        examined = Examined(found.parts)
        examined.check()
        found = _without_repeats(found, examined)
        splits = found.splits()
        check_classes(splits.train.labels, splits.test.labels, splits.class_names)
    except (SynthdigitsError, OSError) as reason:
        raise SynthdigitsError(f"data.source: {brief(path, 120)}: {reason}") from None
    found.tell()
    corrected = {key: found.corrected[key] for key in CORRECTIONS}
    return replace(splits, checks={**examined.counts, **corrected})


def read(path: Path) -> Splits:
    """The same digits, without the checks that concern a study: images may stand twice, say.

    Raises:
        SynthdigitsError: it is none of the forms of :func:`load`, or can't be used.
    """
    try:
        found = _found(path)
        splits = found.splits()
    except (SynthdigitsError, OSError) as reason:
        raise SynthdigitsError(f"{brief(path, 120)}: {reason}") from None
    found.tell()
    return splits


def _found(path: Path) -> Found:
    if path.is_file():
        return from_arrays(read_npz(path, NPZ_NAMES))
    if not path.is_dir():
        raise SynthdigitsError("neither a file nor a folder")
    if _idx_file(path, IDX_NAMES[0]):
        return from_arrays(_idx_arrays(path))
    return image_folders.find(path)


def _without_repeats(found: Found, examined: Examined) -> Found:
    """A set that is still to be split with each image once: its copies could come into both."""
    if len(found.parts) > 1:
        return found
    once = examined.once()
    corrected = found.corrected.copy()
    corrected["kept_once"] = len(found.parts[0].labels) - len(once.labels)
    return Found([once], found.class_names, corrected)


def _idx_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    left = idx.MOST_BYTES
    for name in IDX_NAMES:
        arrays[name] = _idx_array(folder, name, left)
        left -= arrays[name].nbytes
    return arrays


def _idx_array(folder: Path, name: str, most_bytes: int) -> NDArray[Any]:
    path = _idx_file(folder, name)
    if path is None:
        raise SynthdigitsError(f"there is no {name} beside {IDX_NAMES[0]}")
    try:
        with path.open("rb") as packed:
            plain = cast(IO[bytes], gzip.GzipFile(fileobj=packed)) if path.suffix else packed
            return idx.read(plain, most_bytes)
    except (ValueError, OSError, EOFError, zlib.error) as reason:
        raise SynthdigitsError(f"{path.name}: {brief(reason, 200)}") from None


def _idx_file(folder: Path, name: str) -> Path | None:
    places = (folder / name, folder / f"{name}.gz")
    return next((place for place in places if place.is_file()), None)
