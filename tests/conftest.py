"""What many tests share: a throw-away working directory and a handful of digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stand_ins import plant_stand_ins
from synthdigits.config.params import Params, load_params
from synthdigits.digits.digits import Digits
from synthdigits.pretrained import shipped

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory for the time of the test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture
def stand_ins(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small weights with their card, shipped for the time of the test."""
    folder = tmp_path_factory.mktemp("shipped")
    plant_stand_ins(folder)
    monkeypatch.setattr(shipped, "FOLDER", folder)
    return folder


@pytest.fixture(scope="session")
def params() -> Params:
    """Parameters as the tests know them: a dial of the project's own that is tuned breaks none."""
    return load_params(Path(__file__).with_name("params.yaml"))


@pytest.fixture(scope="session")
def digits() -> Digits:
    """200 noisy images, ten classes in turn; class k has a bright bar in row 2k + 4."""
    generator = np.random.default_rng(0)
    labels = (np.arange(200) % 10).astype(np.uint8)
    images = generator.integers(0, 60, (200, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * int(label) + 4] = 255
    return Digits(images, labels, np.arange(200, dtype=np.int64))
