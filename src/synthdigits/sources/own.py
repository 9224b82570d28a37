"""Digits of one's own: IDX files, an NPZ, or folders of images, one folder for each class."""

from __future__ import annotations

import gzip
import logging
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.splits import Labelled, Splits, numbered, part_off_test
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import idx
from synthdigits.sources.names import IDX_NAMES, NPZ_NAMES

IMAGE_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
SPLIT_FOLDERS = ("train", "test")


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
        return _from_folders(path)
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


def _from_folders(folder: Path) -> Splits:
    if all((folder / split).is_dir() for split in SPLIT_FOLDERS):
        names = _class_names(folder / "train")
        others = _class_names(folder / "test")
        if names != others:
            odd = ", ".join(sorted(set(names) ^ set(others)))
            raise SynthdigitsError(f"train and test have other classes: {odd} is in one alone")
        train, test = (_read_classes(folder / split, names) for split in SPLIT_FOLDERS)
        return numbered(train, test, names)
    names = _class_names(folder)
    return part_off_test(_read_classes(folder, names), names)


def _class_names(folder: Path) -> list[str]:
    names = sorted(place.name for place in folder.iterdir() if place.is_dir())
    if len(names) < 2:
        raise SynthdigitsError(
            f"it has neither {IDX_NAMES[0]}[.gz] nor two folders of classes ({len(names)} found)"
        )
    return names


def _read_classes(folder: Path, names: list[str]) -> Labelled:
    images: list[NDArray[np.uint8]] = []
    labels: list[int] = []
    first: Path | None = None
    for label, name in enumerate(names):
        files = sorted(
            file for file in (folder / name).iterdir() if file.suffix.lower() in IMAGE_ENDINGS
        )
        if not files:
            raise SynthdigitsError(f"class {name} is empty: no image in {folder / name}")
        for file in files:
            image = _read_image(file)
            first = first or file
            if images and image.shape != images[0].shape:
                raise SynthdigitsError(
                    f"images of mixed size: {first} is {_size(images[0])}, {file} is {_size(image)}"
                )
            images.append(image)
            labels.append(label)
    return Labelled(_bright_on_dark(np.stack(images)), np.array(labels))


def _read_image(file: Path) -> NDArray[np.uint8]:
    from PIL import Image

    try:
        with Image.open(file) as image:
            return np.asarray(image.convert("L"))
    except OSError as reason:
        raise SynthdigitsError(f"{file}: no image that can be read: {reason}") from None


def _bright_on_dark(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Dark ink on bright paper, told by the images' edges, is turned over."""
    edges = [images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]]
    if np.median(np.concatenate([edge.ravel() for edge in edges])) > 127:
        logging.info("dark ink on bright paper: every image is inverted")
        return 255 - images
    return images


def _labelled(images: NDArray[Any], labels: NDArray[Any]) -> Labelled:
    if images.dtype != np.uint8 or images.ndim != 3:
        raise SynthdigitsError(
            f"images must be uint8 (N, height, width), got {images.dtype} {images.shape}"
        )
    if not np.issubdtype(labels.dtype, np.integer) or labels.shape != images.shape[:1]:
        raise SynthdigitsError(
            f"labels must be integers ({len(images)},), got {labels.dtype} {labels.shape}"
        )
    return Labelled(images, labels.astype(np.int64))


def _size(image: NDArray[np.uint8]) -> str:
    return f"{image.shape[1]}×{image.shape[0]}"
