"""Shards of Parquet, forged with every hash right."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from reliability.bytes_of_files import NO_FILES, damages, no_file, pictures
from reliability.doors import Case, Door
from reliability.exported_sets import enter, files_of, sealed, write

SHARD = "data/test-00000-of-00001.parquet"
FILES = files_of("masked", "parquet")
TABLE: pa.Table = pq.read_table(io.BytesIO(FILES[SHARD]))
LAYOUT = {"compression": "none", "use_dictionary": False}


def _forged(told: str, shard: bytes, ruins: bool = True) -> Case:
    def lay(folder: Path) -> None:
        write(folder, sealed({**FILES, SHARD: shard}))

    return Case(told, lay, ruins)


def _packed(table: pa.Table, **layout: Any) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content, **{**LAYOUT, **layout})
    return content.getvalue()


def _with(name: str, values: Any, kind: pa.DataType | None = None) -> pa.Table:
    """The table with other values in a column, or of another type."""
    place = TABLE.schema.get_field_index(name)
    array = pa.array(values, kind or TABLE.schema.field(name).type)
    return TABLE.set_column(place, pa.field(name, array.type), array)


def _one_cell(row: int, name: str, value: Any) -> Case:
    values = TABLE.column(name).to_pylist()
    values[row] = value
    told = f"{name} of row {row} = {str(value)[:40]!r}"
    return _forged(told, _packed(_with(name, values)))


def _picture(content: bytes | None) -> dict[str, Any]:
    return {"bytes": content, "path": "00000000.png"}


def _of_type(name: str, kind: pa.DataType) -> Case:
    values = [None] * TABLE.num_rows
    return _forged(f"{name} as {kind}", _packed(_with(name, values, kind)))


def _bomb(codec: str, size: int) -> Case:
    values = [_picture(bytes(size))] * TABLE.num_rows
    shard = _packed(_with("image", values), compression=codec, use_dictionary=True)
    return _forged(f"images of {size} bytes, {codec}", shard)


def _arranged(told: str, change: Callable[[pa.Table], pa.Table]) -> Case:
    return _forged(told, _packed(change(TABLE)))


def _of_features(features: Any) -> Case:
    table = TABLE.replace_schema_metadata({"huggingface": json.dumps(features)})
    return _forged(f"features {str(features)[:40]}", _packed(table))


rows = st.integers(0, TABLE.num_rows - 1)
NUMBERS = ("row", "hole_row", "hole_column", "hole_size")
whole = st.builds(
    lambda damage: _forged(damage[0], damage[1](FILES[SHARD]), ruins="flipped" not in damage[0]),
    damages,
)
bombs = st.builds(
    _bomb, st.sampled_from(["zstd", "gzip", "snappy"]), st.sampled_from([2**10, 2**21])
)
images = st.builds(lambda row, one: _one_cell(row, "image", _picture(one)), rows, pictures)
no_images = st.builds(_one_cell, rows, st.just("image"), st.sampled_from([None, _picture(None)]))
labels = st.builds(
    _one_cell, rows, st.just("label"), st.sampled_from([None, 300, -1, 2**62, -(2**62), 10, 266])
)
numbers = st.builds(_one_cell, rows, st.sampled_from(NUMBERS), st.sampled_from([None, 255, 40]))
kinds = st.builds(
    _of_type,
    st.sampled_from(["image", "label", *NUMBERS]),
    st.sampled_from(
        [pa.string(), pa.float64(), pa.bool_(), pa.null(), pa.list_(pa.int8()), pa.binary()]
    ),
)
columns = st.one_of(
    st.sampled_from(TABLE.column_names).map(
        lambda name: _arranged(f"no {name}", lambda table: table.drop_columns([name]))
    ),
    st.sampled_from(["another", "masked", "label", "", "é" * 300]).map(
        lambda name: _arranged(
            f"one more column {name[:9]!r}", lambda table: table.append_column(name, table["label"])
        )
    ),
)
orders = st.one_of(
    st.integers(0, TABLE.num_rows - 1).map(
        lambda count: _arranged(f"{count} rows", lambda table: table.slice(0, count))
    ),
    st.just(_arranged("rows twice", lambda table: pa.concat_tables([table, table]))),
    st.just(_arranged("in reverse", lambda table: table.take([*range(table.num_rows)][::-1]))),
)
FEATURES: list[Any] = [{}, [], None, {"info": {}}, {"info": {"features": {"label": 1}}}]
features = st.sampled_from(FEATURES)
no_files = st.sampled_from(sorted(NO_FILES)).map(lambda kind: no_file(SHARD, kind, FILES))

DOOR = Door(
    "Parquet",
    st.one_of(
        *(whole, bombs, images, no_images, labels, numbers, kinds, columns, orders, no_files),
        features.map(_of_features),
    ),
    enter,
    "synthdigits.export.checks.verify.read_format",
    examples=160,
)
