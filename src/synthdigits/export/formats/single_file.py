"""Digits in one file, whose ending says the format."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from synthdigits.digits.digits import Digits
from synthdigits.drawing import sheets
from synthdigits.export.formats import idx_folder, parquet_shards, png_folders, webdataset_tars
from synthdigits.export.formats.columns import pictures_of, values_of
from synthdigits.figures import write_image
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

IDX_ENDING = "-images-idx3-ubyte"
ENDINGS = f".npz, .parquet, .tar, .png (a sheet), {IDX_ENDING}, or a folder's name without ending"
COLUMNS = 16


def write(path: Path, digits: Digits, classes: list[str]) -> None:
    """Write digits as the ending of ``path`` says: one of :data:`ENDINGS`.

    Raises:
        SynthdigitsError: the ending is another one.
    """
    if path.name.endswith(IDX_ENDING):
        labels = path.name.removesuffix(IDX_ENDING) + "-labels-idx1-ubyte"
        idx_folder.write_pair(path, path.with_name(labels), digits)
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
        case "":
            png_folders.write_classes(path, digits, classes)
        case other:
            raise SynthdigitsError(f"{path}: no format ends in {other}; allowed: {ENDINGS}")


def _write_npz(path: Path, digits: Digits) -> None:
    """``image``, ``label`` and the other columns under their names."""
    columns = {**pictures_of(digits), "label": digits.labels, **values_of(digits)}
    with replacing(path) as partial:
        np.savez_compressed(partial, **columns)  # type: ignore[arg-type]
