"""Digits of one's own as image files, in one folder for each class."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.splits import Labelled, Splits, numbered, part_off_test
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources.names import IDX_NAMES

if TYPE_CHECKING:
    from PIL.Image import Image

IMAGE_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
SPLIT_FOLDERS = ("train", "test")


def load(folder: Path) -> Splits:
    """The images of ``train/CLASS`` and ``test/CLASS``, or of ``CLASS``, a fifth being the test.

    Raises:
        SynthdigitsError: there are no such folders, or an image in them can't be used.
    """
    if all((folder / split).is_dir() for split in SPLIT_FOLDERS):
        names = _class_names(folder / "train")
        others = _class_names(folder / "test")
        if names != others:
            odd = ", ".join(sorted(set(names) ^ set(others)))
            raise SynthdigitsError(f"train and test have other classes: {odd} is in one alone")
        train, test = (_read_classes(folder / split, names) for split in SPLIT_FOLDERS)
        _warn_of_colour(train.files + test.files)
        return numbered(train.labelled(), test.labelled(), names)
    names = _class_names(folder)
    whole = _read_classes(folder, names)
    _warn_of_colour(whole.files)
    return part_off_test(whole.labelled(), names)


def _class_names(folder: Path) -> list[str]:
    names = sorted(place.name for place in folder.iterdir() if place.is_dir())
    if len(names) < 2:
        raise SynthdigitsError(
            f"it has neither {IDX_NAMES[0]}[.gz] nor two folders of classes ({len(names)} found)"
        )
    return names


@dataclass(frozen=True)
class _ImageFile:
    """An image file as grey (H, W), and whether it had colours that grey has not."""

    path: Path
    grey: NDArray[np.uint8]
    had_colour: bool


@dataclass(frozen=True)
class _Classes:
    """The image files of folders of classes, class by class, and the label of each."""

    files: list[_ImageFile]
    labels: list[int]

    def labelled(self) -> Labelled:
        images = np.stack([file.grey for file in self.files])
        return Labelled(_bright_on_dark(images), np.array(self.labels))


def _read_classes(folder: Path, names: list[str]) -> _Classes:
    files: list[_ImageFile] = []
    labels: list[int] = []
    for label, name in enumerate(names):
        places = [
            place for place in (folder / name).iterdir() if place.suffix.lower() in IMAGE_ENDINGS
        ]
        if not places:
            raise SynthdigitsError(f"class {name} is empty: no image in {folder / name}")
        files += [_read_image(place) for place in sorted(places)]
        labels += [label] * len(places)
    _check_sizes(files)
    return _Classes(files, labels)


def _check_sizes(files: Sequence[_ImageFile]) -> None:
    first = files[0]
    for file in files:
        if file.grey.shape != first.grey.shape:
            raise SynthdigitsError(
                f"images of mixed size: {first.path} is {_size(first.grey)}, "
                f"{file.path} is {_size(file.grey)}"
            )


def _read_image(path: Path) -> _ImageFile:
    from PIL import Image

    try:
        with Image.open(path) as image:
            return _ImageFile(path, np.asarray(image.convert("L")), _has_colour(image))
    except OSError as reason:
        raise SynthdigitsError(f"{path}: no image that can be read: {reason}") from None


def _has_colour(image: Image) -> bool:
    """Whether some pixel is not grey; a grey image may be kept in three channels."""
    if len(image.getbands()) < 3 and image.mode not in ("P", "PA"):
        return False
    channels = np.asarray(image.convert("RGB"))
    return bool((channels != channels[..., :1]).any())


def _warn_of_colour(files: Sequence[_ImageFile]) -> None:
    coloured = sum(file.had_colour for file in files)
    if coloured:
        logging.warning("%d of %d images have colour: it is dropped", coloured, len(files))


def _bright_on_dark(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (N, H, W), inverted where their edges are bright: dark ink on bright paper."""
    edges = [images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]]
    if np.median(np.concatenate([edge.ravel() for edge in edges])) > 127:
        logging.info("dark ink on bright paper: every image is inverted")
        return 255 - images
    return images


def _size(image: NDArray[np.uint8]) -> str:
    return f"{image.shape[1]}×{image.shape[0]}"
