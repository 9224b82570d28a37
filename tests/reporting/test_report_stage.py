"""The stage ``report`` leaves its outs and needs nothing under data/."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from synthdigits.config import paths
from synthdigits.drawing import sheets
from synthdigits.figures import read_json, write_table

pytestmark = pytest.mark.usefixtures("planted")


@pytest.fixture
def reported(project: Path, workspace: Path) -> Path:
    """The folder metrics/ after the stage."""
    shutil.copy(project / "tests/params.yaml", workspace / "params.yaml")
    curve = {"iteration": [1, 2], "validation_distance": [3.0, 2.0]}
    write_table(paths.training_pictures("conditional") / "validation.csv", curve)
    runpy.run_path(str(project / "stages/report.py"), run_name="__main__")
    return workspace / "metrics"


def test_it_leaves_tables_headline_report_and_pictures(reported: Path) -> None:
    assert next(iter(read_json(reported / "fidelity.json"))) == "real_floor"
    assert read_json(reported / "accuracy.json")["real"]["images"] == 1000
    assert len(read_json(reported / "headline.json")) <= 40
    for picture in ("sheets/validation_distance", "holes/by_size", "holes/by_ink"):
        with Image.open(reported / f"images/{picture}.png") as image:
            assert min(image.size) > 100


def test_the_generators_stand_one_under_the_other(reported: Path) -> None:
    with Image.open(reported / "images/sheets/generators.png") as image:
        digits = np.asarray(image)[:, sheets.NAME_WIDTH :]
    assert digits.shape[0] == (6 * (28 + sheets.GAP) + sheets.GAP) * sheets.ZOOM
    row = [np.zeros((16, 28, 28), np.uint8)] * 6
    np.testing.assert_array_equal(digits, np.asarray(sheets.grid(row)))


def test_it_reads_nothing_under_data(reported: Path) -> None:
    assert not (reported.parent / "data").exists()


def test_it_imports_no_torch(project: Path) -> None:
    """It starts in a second or two, and no edit of a network writes the report anew."""
    check = (
        "import runpy, sys; "
        f"runpy.run_path({str(project / 'stages/report.py')!r}); "
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
