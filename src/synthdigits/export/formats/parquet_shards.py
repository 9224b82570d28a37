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
        with naming(file), pq.ParquetFile(target.folder / file) as content:
            for batch in content.iter_batches(ROWS_PER_GROUP):
                yield Decoded(_digits(batch), file, file)


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
    return digits_of(pictures, values.pop("label").astype(np.uint8), values)
