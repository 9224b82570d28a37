"""Digits of one's own as image files, in one folder for each class."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from synthdigits.digits.splits import MOST_CLASSES
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief
from synthdigits.sources import class_names
from synthdigits.sources.found import Found
from synthdigits.sources.image_files import read_part
from synthdigits.sources.names import IDX_NAMES
from synthdigits.sources.part import check_count

IMAGE_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
SPLIT_FOLDERS = {"training": "train", "test": "test"}
LEFT_BY_TOOLS = ("__MACOSX", "__pycache__")
"""Folders that no person made, beside those that are hidden."""


@dataclass(frozen=True)
class _Listing:
    """Files of images by class, and what lies beside them and is left out."""

    files: dict[str, list[Path]]
    left_out: list[Path]

    @property
    def images(self) -> int:
        return sum(map(len, self.files.values()))


def find(folder: Path) -> Found:
    """The images of ``train/CLASS`` and ``test/CLASS``, or of ``CLASS``, which is still one part.

    Raises:
        SynthdigitsError: there are no such folders, one has a name that no document could hold,
            or an image in them can't be used.
    """
    split = all((folder / part).is_dir() for part in SPLIT_FOLDERS.values())
    places = (
        {kind: folder / part for kind, part in SPLIT_FOLDERS.items()} if split else {"": folder}
    )
    listings = {kind: _listed(place) for kind, place in places.items()}
    names = _common_names(list(listings.values()))
    left_out = [path for listing in listings.values() for path in listing.left_out]
    if split:
        left_out += [path for path in folder.iterdir() if _is_beside(path, places.values())]
    _tell_left_out(left_out)
    check_count(sum(listing.images for listing in listings.values()))
    corrected: Counter[str] = Counter()
    parts = [
        read_part(kind, folder, listing.files, corrected) for kind, listing in listings.items()
    ]
    corrected["left_out"] = len(left_out)
    return Found(parts, names, corrected)


def _listed(folder: Path) -> _Listing:
    places = sorted(folder.iterdir())
    classes = [place for place in places if place.is_dir() and not _is_hidden(place)]
    left_out = [place for place in places if _is_beside(place, classes)]
    class_names.check([place.name for place in classes])
    if len(classes) < 2:
        raise SynthdigitsError(
            f"it has neither {IDX_NAMES[0]}[.gz] nor two folders of classes ({len(classes)} found)"
        )
    if len(classes) > MOST_CLASSES:
        raise SynthdigitsError(f"{len(classes)} folders of classes; allowed: {MOST_CLASSES}")
    files = {place.name: _images(place) for place in classes}
    for place in classes:
        left_out += sorted({*place.iterdir()} - {*files[place.name]})
    return _Listing(files, left_out)


def _is_hidden(place: Path) -> bool:
    return place.name.startswith(".") or place.name in LEFT_BY_TOOLS


def _is_beside(place: Path, taken: Collection[Path]) -> bool:
    """Whether somebody may take what lies beside the folders that are taken for digits."""
    return place not in taken and (place.is_dir() or place.suffix.lower() in IMAGE_ENDINGS)


def _images(folder: Path) -> list[Path]:
    places = [place for place in sorted(folder.iterdir()) if not _is_hidden(place)]
    for place in places:
        if place.is_dir():
            raise SynthdigitsError(
                f"there is a folder {brief(place.name)} in that of class {brief(folder.name)}; "
                "allowed: images alone"
            )
    images = [place for place in places if place.suffix.lower() in IMAGE_ENDINGS]
    if not images:
        raise SynthdigitsError(f"class {brief(folder.name)} is empty: no image in its folder")
    return images


def _common_names(listings: list[_Listing]) -> list[str]:
    names = list(listings[0].files)
    for listing in listings[1:]:
        if odd := sorted(set(names) ^ set(listing.files)):
            raise SynthdigitsError(
                f"train and test have other classes: {brief(', '.join(odd))} is in one alone"
            )
    return names


def _tell_left_out(paths: list[Path]) -> None:
    if paths:
        logging.warning(
            "%d files or folders are hidden or no images, and left out, first %s",
            len(paths),
            brief(paths[0].name),
        )
