"""Parquet shards as the Hugging Face hub lays them out: images are PNG files in a column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import png
from synthdigits.export.formats.columns import digits_of, pictures_of, values_of
from synthdigits.export.formats.parts import Parts, Split
from synthdigits.export.formats.target import Decoded, Target, naming
from synthdigits.plumbing.files import replacing

ROWS_PER_SHARD = 20_000
ROWS_PER_GROUP = 2_000
ROWS_AT_ONCE = 500
CODECS = ("UNCOMPRESSED", "SNAPPY")
"""Ours, and that of shards that pyarrow wrote again; others unpack to any size."""
LARGEST_COLUMN = 2**27
"""Unpacked bytes of a column in a group of rows; one of ours has some 600 000."""
MOST_AT_ONCE = 2**28
"""Bytes that are unpacked at once, if every row repeated a column's largest value."""
PICTURE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
LAYOUT: dict[str, Any] = {
    "compression": "none",  # a PNG is compressed already
    "use_dictionary": False,
    "write_page_index": True,
}


def write(target: Target, parts: Parts) -> None:
    """Write ``data/SPLIT-00000-of-0000N.parquet`` with the features in each file's metadata."""
    for split, digits in parts.items():
        schema = schema_of(digits, target.classes)
        firsts = range(0, max(len(digits), 1), ROWS_PER_SHARD)
        for number, first in enumerate(firsts):
            name = f"{split}-{number:05}-of-{len(firsts):05}.parquet"
            shard = digits[first : first + ROWS_PER_SHARD]
            write_shard(target.folder / "data" / name, shard, schema)


def write_shard(path: Path, digits: Digits, schema: pa.Schema) -> None:
    """Write one file."""
    with replacing(path) as partial, pq.ParquetWriter(partial, schema, **LAYOUT) as writer:
        writer.write_table(_table(digits, schema), ROWS_PER_GROUP)


def schema_of(digits: Digits, classes: list[str]) -> pa.Schema:
    """The columns, and Hugging Face's features as it looks for them under ``huggingface``."""
    columns = [(name, PICTURE) for name in pictures_of(digits)]
    columns.append(("label", pa.int64()))
    values = values_of(digits).items()
    columns += [(name, pa.from_numpy_dtype(column.dtype)) for name, column in values]
    features = json.dumps({"info": {"features": features_of(digits, classes)}})
    return pa.schema(columns, metadata={"huggingface": features})


def features_of(digits: Digits, classes: list[str]) -> dict[str, dict[str, Any]]:
    """Hugging Face's features of a set, by column."""
    return {
        **{name: {"_type": "Image"} for name in pictures_of(digits)},
        "label": {"names": classes, "_type": "ClassLabel"},
        **{
            name: {"dtype": str(column.dtype), "_type": "Value"}
            for name, column in values_of(digits).items()
        },
    }


def read(target: Target, split: Split) -> Iterator[Decoded]:
    """The rows of a split with all their columns."""
    for file in target.files(f"data/{split}-*.parquet"):
        with naming(file), pq.ParquetFile(target.plain(file)) as content:
            largest = _largest_column(content.metadata)
            rows = min(ROWS_AT_ONCE, MOST_AT_ONCE // max(largest, 1))
            for batch in content.iter_batches(rows):
                yield Decoded(_digits(batch), file, file)


def places(target: Target) -> str:  # noqa: ARG001 - other formats' files have the set's name
    """A pattern of the files that it writes."""
    return r"data/(train|test)-\d{5}-of-\d{5}\.parquet"


def _largest_column(stated: pq.FileMetaData) -> int:
    """Bytes of the largest column of all groups; what may unpack to any size is refused."""
    largest = 0
    for group in range(stated.num_row_groups):
        for place in range(stated.num_columns):
            column = stated.row_group(group).column(place)
            if column.compression not in CODECS:
                raise ValueError(f"{column.path_in_schema} is packed by {column.compression}")
            largest = max(largest, column.total_uncompressed_size)
    if largest > LARGEST_COLUMN:
        raise ValueError(f"a column has {largest} bytes; at most {LARGEST_COLUMN} are read")
    return largest


def _table(digits: Digits, schema: pa.Schema) -> pa.Table:
    arrays: dict[str, Any] = {"label": digits.labels.astype(np.int64), **values_of(digits)}
    names = [f"{row:08}.png" for row in digits.rows]
    for column, images in pictures_of(digits).items():
        arrays[column] = pa.StructArray.from_arrays(
            [pa.array(png.encode(images), pa.binary()), pa.array(names, pa.string())],
            fields=list(PICTURE),
        )
    return pa.table([pa.array(arrays[name]) for name in schema.names], schema=schema)


def _digits(batch: pa.RecordBatch) -> Digits:
    pictures, values = {}, {}
    for name in batch.schema.names:
        column = batch.column(name)
        if column.type == PICTURE:
            decoded = [png.decode(content.as_py()) for content in column.field("bytes")]
            pictures[name] = np.stack(decoded)
        else:
            values[name] = column.to_numpy()
    labels = values.pop("label")
    if labels.dtype != np.int64 or not ((labels >= 0) & (labels <= 255)).all():
        raise ValueError(f"labels must be int64 from 0 to 255, got {labels.dtype}")
    return digits_of(pictures, labels.astype(np.uint8), values)
