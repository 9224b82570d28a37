"""The formats by name: how each is written, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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
        has_columns: whether row numbers, holes and so on are kept beside image and label.
    """

    write: Callable[[Target, Parts], None]
    read: Callable[[Target, Split], Iterator[Decoded]]
    has_columns: bool


FORMATS: Mapping[str, Format] = {
    "idx": Format(idx_folder.write, idx_folder.read, has_columns=False),
    "npz": Format(npz_file.write, npz_file.read, has_columns=False),
    "parquet": Format(parquet_shards.write, parquet_shards.read, has_columns=True),
    "webdataset": Format(webdataset_tars.write, webdataset_tars.read, has_columns=True),
    "png": Format(png_folders.write, png_folders.read, has_columns=False),
}
