"""Metrics have stable bytes and end with a newline."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from synthdigits.figures import read_json, write_animation, write_json, write_losses, write_table


def test_json_keeps_the_order_and_rounds(tmp_path: Path) -> None:
    path = tmp_path / "new" / "figures.json"
    write_json(path, {"b": 1 / 3, "a": {"n": 60_000, "x": 123456.789}})
    assert path.read_text() == (
        '{\n  "b": 0.333333,\n  "a": {\n    "n": 60000,\n    "x": 123457.0\n  }\n}\n'
    )
    assert list(read_json(path)) == ["b", "a"]


def test_a_figure_that_is_no_number_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "figures.json", {"a": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_losses_count_from_one(tmp_path: Path) -> None:
    write_losses(tmp_path / "losses.csv", ["g", "d"], [(1.0, 2.0), (0.5, 1 / 3)])
    assert (tmp_path / "losses.csv").read_text() == "iteration,g,d\n1,1,2\n2,0.5,0.333333\n"


def test_tables_take_arrays(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", {"actual": np.array([1, 2], np.uint8), "predicted": [1, 3]})
    assert pd.read_csv(tmp_path / "t.csv")["predicted"].tolist() == [1, 3]


def test_an_animation_has_every_frame_and_stable_bytes(tmp_path: Path) -> None:
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 128, 255)]
    for name in ("one.gif", "two.gif"):
        write_animation(tmp_path / name, frames)
    assert (tmp_path / "one.gif").read_bytes() == (tmp_path / "two.gif").read_bytes()
    with Image.open(tmp_path / "one.gif") as animation:
        assert getattr(animation, "n_frames", 0) == 3
