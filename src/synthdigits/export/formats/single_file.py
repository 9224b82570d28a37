"""Digits in one file, whose ending says the format."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets
from synthdigits.export.formats import idx_folder, parquet_shards, png_folders, webdataset_tars
from synthdigits.export.formats.columns import pictures_of, values_of
from synthdigits.figures import write_image
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import check_new_folder, check_place, replacing

IDX_ENDING = "-images-idx3-ubyte"
FILE_ENDINGS = (".npz", ".parquet", ".tar", ".png")
ENDINGS = f".npz, .parquet, .tar, .png (a sheet), {IDX_ENDING}, or a folder's name without ending"
COLUMNS = 16


def check(path: Path, inputs: Collection[Path] = ()) -> None:
    """Refuse a place to which :func:`write` can't write, before there is anything to be written.

    Args:
        inputs: files that must stay as they are.

    Raises:
        SynthdigitsError: the ending is another one, a folder is not empty, a file can't be made, or
            it is an input.
    """
    if path.name.endswith(IDX_ENDING):
        check_place(path, inputs)
        check_place(_labels_beside(path), inputs)
    elif path.suffix in FILE_ENDINGS:
        check_place(path, inputs)
    elif path.suffix:
        raise SynthdigitsError(f"{path}: no format ends in {path.suffix}; allowed: {ENDINGS}")
    else:
        check_new_folder(path)


def write(path: Path, digits: Digits, classes: list[str]) -> None:
    """Write digits as the ending of ``path``, which passes :func:`check`, says."""
    if path.name.endswith(IDX_ENDING):
        idx_folder.write_pair(path, _labels_beside(path), digits)
        return
    match path.suffix:
        case ".npz":
            _write_npz(path, digits)
        case ".parquet":
            schema = parquet_shards.schema_of(digits, classes)
            parquet_shards.write_shard(path, digits, schema)
        case ".tar":
            webdataset_tars.write_tar(path, digits)
        case ".png":
            rows = range(0, len(digits), COLUMNS)
            write_image(path, sheets.grid([digits.images[row : row + COLUMNS] for row in rows]))
        case _:
            png_folders.write_classes(path, digits, classes)


def _labels_beside(images: Path) -> Path:
    return images.with_name(images.name.removesuffix(IDX_ENDING) + "-labels-idx1-ubyte")


def _write_npz(path: Path, digits: Digits) -> None:
    """``image``, ``label`` and the other columns under their names."""
    columns = {**pictures_of(digits), "label": digits.labels, **values_of(digits)}
    with replacing(path) as partial:
        np.savez_compressed(partial, **columns)  # type: ignore[arg-type]
