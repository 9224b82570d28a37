"""The formats by name: how each is written, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthdigits.export.formats import (
    idx_folder,
    npz_file,
    parquet_shards,
    png_folders,
    webdataset_tars,
)
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import Decoded, Target


@dataclass(frozen=True)
class Format:
    """Writer and reader of a whole set.

    Attributes:
        places: pattern of the names of its files, as they lie in the set's folder.
        in_one_piece: whether all images of a part come into memory when they are read.
        has_columns: whether row numbers, holes and so on are kept beside image and label.
        bytes_per_image: about, and rather too many: to say how much room a set needs.
    """

    write: Callable[[Target, Parts], None]
    read: Callable[[Target, Split], Iterator[Decoded]]
    places: Callable[[Target], str]
    bytes_per_image: int
    has_columns: bool = False
    in_one_piece: bool = False


def _format(module: Any, bytes_per_image: int, **facts: bool) -> Format:
    return Format(module.write, module.read, module.places, bytes_per_image, **facts)


FORMATS: Mapping[str, Format] = {
    "idx": _format(idx_folder, 785, in_one_piece=True),
    "npz": _format(npz_file, 800, in_one_piece=True),
    "parquet": _format(parquet_shards, 800, has_columns=True),
    "webdataset": _format(webdataset_tars, 4096, has_columns=True),
    "png": _format(png_folders, 4096),
}
