"""Sets and weights of b44d8c0 work for ever: see fixtures/made-by-b44d8c0/README.md."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from synthdigits.cli import app

FIXTURE = Path(__file__).parent / "fixtures/made-by-b44d8c0"
REVISION = "b44d8c0b0668596b7e5a944ef8ad97895df1cc47"
SYNTHETIC, INPAINTED = FIXTURE / "synthetic-conditional", FIXTURE / "inpainted-unet"
GENERATOR, LABELLER = (SYNTHETIC / f"weights/{name}.safetensors" for name in ("conditional", "cnn"))
INPAINTER = INPAINTED / "weights/unet.safetensors"
PARTS = {"train": 40, "test": 20}
ROUNDING = 2
"""Grey levels that `verify`, too, allows other processors and versions."""

each_set = pytest.mark.parametrize("folder", [SYNTHETIC, INPAINTED], ids=lambda path: path.name)


def answered(*arguments: object) -> dict[str, Any]:
    command = [*map(str, arguments), "--json"]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def rows_of(folder: Path, split: str) -> pa.Table:
    return pq.read_table(folder / f"data/{split}-00000-of-00001.parquet")


def pictures(table: pa.Table, column: str) -> NDArray[np.int_]:
    """A column of pictures as (N, 28, 28)."""
    cells = table.column(column).to_pylist()
    return np.stack([np.asarray(Image.open(io.BytesIO(cell["bytes"]))) for cell in cells]).astype(
        int
    )


@each_set
def test_verify_passes_and_makes_every_row_again(folder: Path) -> None:
    verdict = answered("verify", folder, "--rows", sum(PARTS.values()))
    assert verdict["faults"] == []
    assert verdict["images"] == 5 * sum(PARTS.values())
    assert verdict["made_again"] == sum(PARTS.values())


@each_set
def test_describe_tells_what_a_set_is(folder: Path) -> None:
    facts = answered("describe", folder)
    assert facts["set"] == folder.name
    assert facts["images"] == PARTS
    assert facts["formats"] == ["idx", "npz", "parquet", "webdataset", "png"]
    assert facts["revision"] == REVISION


@pytest.mark.parametrize("weights", [GENERATOR, LABELLER, INPAINTER], ids=lambda path: path.stem)
def test_describe_tells_what_weights_are(weights: Path) -> None:
    facts = answered("describe", weights)
    assert facts["name"] == weights.stem
    assert facts["classes"] == 10


@pytest.mark.parametrize(("split", "first"), [("train", 0), ("test", 40)])
def test_sample_makes_the_sets_images_again(split: str, first: int, tmp_path: Path) -> None:
    again = tmp_path / "again.parquet"
    models = ("--weights", GENERATOR, "--labeller", LABELLER)
    chosen = ("--count", PARTS[split], "--first", first, "--seed", 1)
    answered("sample", *models, *chosen, "--out", again)
    made, stored = pq.read_table(again), rows_of(SYNTHETIC, split)
    for column in ("label", "row", "confidence"):
        assert made.column(column).equals(stored.column(column))
    apart = np.abs(pictures(made, "image") - pictures(stored, "image"))
    assert apart.max() <= ROUNDING


@pytest.mark.parametrize("place", [0, 7, 39])
def test_inpaint_repairs_a_masked_image_as_before(place: int, tmp_path: Path) -> None:
    digit = rows_of(INPAINTED, "train").slice(place, 1)
    (row,), (column,), (size,) = (
        digit.column(f"hole_{name}").to_pylist() for name in ("row", "column", "size")
    )
    hole = np.zeros((28, 28), np.uint8)
    hole[row : row + size, column : column + size] = 255
    masked, mask, whole = (tmp_path / f"{name}.png" for name in ("masked", "mask", "whole"))
    Image.fromarray(pictures(digit, "masked")[0].astype(np.uint8)).save(masked)
    Image.fromarray(hole).save(mask)
    answered("inpaint", masked, "--mask", mask, "--weights", INPAINTER, "--out", whole)
    before = pictures(digit, "image")[0]
    assert before[hole > 0].max() > 10 * ROUNDING, "the hole was painted"
    assert np.abs(np.asarray(Image.open(whole)).astype(int) - before).max() <= ROUNDING


def test_the_fixture_is_small() -> None:
    assert max(path.stat().st_size for path in FIXTURE.rglob("*")) < 2 * 2**20
