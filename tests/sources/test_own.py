"""Digits of one's own: three forms that are read, and one clear error for each that is not."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import idx_folder, npz_file
from synthdigits.export.formats.target import Target
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import idx, own


def draw_classes(
    folder: Path,
    names: str = "abc",
    count: int = 10,
    size: tuple[int, int] = (28, 28),
    first: int = 0,
) -> None:
    """Images of a bar whose place tells the class, and whose brightness falls from ``first`` on."""
    for label, name in enumerate(names):
        (folder / name).mkdir(parents=True)
        for number in range(first, first + count):
            image = np.zeros(size, np.uint8)
            image[4 + 5 * label, 3:-3] = 255 - number
            Image.fromarray(image).save(folder / name / f"{number:02}.png")


def test_folders_of_classes_are_split_and_named(tmp_path: Path) -> None:
    draw_classes(tmp_path)
    splits = own.load(tmp_path)
    assert splits.class_names == ["a", "b", "c"]
    assert splits.train.counts == {"0": 8, "1": 8, "2": 8}
    assert splits.test.counts == {"0": 2, "1": 2, "2": 2}
    assert not set(splits.train.rows) & set(splits.test.rows)
    for digits in (splits.train, splits.test):
        for image, label in zip(digits.images, digits.labels, strict=True):
            assert image[4 + 5 * int(label)].max() > 200


def test_a_split_of_ones_own_is_kept(tmp_path: Path) -> None:
    draw_classes(tmp_path / "train", count=3)
    draw_classes(tmp_path / "test", count=1, first=50)
    splits = own.load(tmp_path)
    assert (len(splits.train), len(splits.test)) == (9, 3)


def test_dark_ink_on_bright_paper_is_turned_over(tmp_path: Path) -> None:
    draw_classes(tmp_path)
    for file in tmp_path.rglob("*.png"):
        Image.fromarray(255 - np.asarray(Image.open(file))).save(file)
    splits = own.load(tmp_path)
    assert splits.train.images[:, 0].max() == 0
    assert splits.train.images.max() == 255


def test_dropped_colour_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Two images have colours; a third has equal channels, a fourth a palette of greys."""
    for split, first in (("train", 0), ("test", 50)):
        draw_classes(tmp_path / split, count=3, first=first)
    for name, channel in (("train/a/00", 0), ("test/b/51", 2)):
        colours = np.array(Image.open(tmp_path / f"{name}.png").convert("RGB"))
        colours[..., channel] = 0
        Image.fromarray(colours).save(tmp_path / f"{name}.png")
    Image.open(tmp_path / "train/c/00.png").convert("RGB").save(tmp_path / "train/c/00.png")
    Image.open(tmp_path / "train/c/01.png").convert("P").save(tmp_path / "train/c/01.png")
    own.load(tmp_path)
    messages = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert messages == ["2 of 18 images have colour: it is dropped"]


def test_grey_images_are_read_without_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    draw_classes(tmp_path)
    own.load(tmp_path)
    assert caplog.records == []


def test_the_projects_own_exports_can_be_read_back(digits: Digits, tmp_path: Path) -> None:
    train, test = digits[:150], digits[150:]
    npz_file.write(Target(tmp_path, "set", []), {"train": train, "test": test})
    idx_folder.write(Target(tmp_path / "idx", "set", []), {"train": train, "test": test})
    for path in (tmp_path / "set.npz", tmp_path / "idx/MNIST/raw"):
        splits = own.load(path)
        np.testing.assert_array_equal(splits.train.images, train.images)
        np.testing.assert_array_equal(splits.test.labels, test.labels)


def mixed_sizes(folder: Path) -> None:
    draw_classes(folder)
    Image.fromarray(np.zeros((30, 20), np.uint8)).save(folder / "b" / "99.png")


def empty_class(folder: Path) -> None:
    draw_classes(folder)
    (folder / "d").mkdir()


def too_few(folder: Path) -> None:
    draw_classes(folder, count=4)


def broken_image(folder: Path) -> None:
    draw_classes(folder)
    (folder / "a" / "05.png").write_text("no image")


def one_class(folder: Path) -> None:
    draw_classes(folder, names="a")


def nothing_known(folder: Path) -> None:
    (folder / "notes.txt").write_text("no digits here")


def other_classes(folder: Path) -> None:
    draw_classes(folder / "train", names="abc")
    draw_classes(folder / "test", names="abd")


def idx_without_labels(folder: Path) -> None:
    content = idx.encode(np.zeros((4, 28, 28), np.uint8))
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(content))


def idx_cut_off(folder: Path) -> None:
    (folder / "train-images-idx3-ubyte").write_bytes(b"\0\0\x08")


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (mixed_sizes, r"images of mixed size: .*00\.png is 28×28, .*99\.png is 20×30"),
        (empty_class, "class d is empty"),
        (too_few, "the smallest class has 4 images; at least 5"),
        (broken_image, r"05\.png: no picture that can be read"),
        (one_class, r"nor two folders of classes \(1 found\)"),
        (nothing_known, r"neither train-images-idx3-ubyte.* \(0 found\)"),
        (other_classes, "other classes: c, d is in one alone"),
        (idx_without_labels, "there is no train-labels-idx1-ubyte"),
        (idx_cut_off, "train-images-idx3-ubyte: not IDX"),
    ],
)
def test_a_folder_that_can_not_be_used_is_one_error(
    make: Callable[[Path], None], expected: str, tmp_path: Path
) -> None:
    make(tmp_path)
    with pytest.raises(SynthdigitsError, match=f"data.source: {tmp_path}: .*{expected}"):
        own.load(tmp_path)


IMAGES = np.zeros((6, 28, 28), np.uint8)
IMAGES[:, 9:12, 5:20] = np.arange(100, 160, 10)[:, None, None]
LABELS = np.array([0, 1, 2, 0, 1, 2])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"x_train": IMAGES.astype(complex)}, "x_train must hold numbers, got complex128"),
        ({"x_train": IMAGES[0]}, r"images must be \(N, H, W"),
        ({"y_train": LABELS.astype(np.float32)}, "labels must be integers"),
        ({"y_train": np.eye(3, dtype=np.int64)[LABELS]}, "labels must be integers"),
        ({"y_train": LABELS[:5]}, "labels must be integers"),
        ({"y_train": LABELS * 2}, "class 1 of 0 to 4 is empty"),
        ({"y_train": LABELS - 1}, "labels run from -1 to 2"),
        ({"y_train": LABELS + 300}, "labels run from 0 to 302"),
        ({"y_train": LABELS * 0, "y_test": LABELS * 0}, "only one class"),
        ({"x_test": IMAGES[:0], "y_test": LABELS[:0]}, "6 training and 0 test images"),
        ({"y_test": None}, "y_test.*needed: x_train"),
    ],
)
def test_an_npz_that_can_not_be_used_is_one_error(
    changes: dict[str, np.ndarray | None], expected: str, tmp_path: Path
) -> None:
    arrays = {"x_train": IMAGES, "y_train": LABELS, "x_test": IMAGES + 5, "y_test": LABELS}
    kept: dict[str, Any] = {
        name: array for name, array in (arrays | changes).items() if array is not None
    }
    path = tmp_path / "set.npz"
    np.savez(path, **kept)
    with pytest.raises(SynthdigitsError, match=expected):
        own.load(path)


def test_a_file_that_is_no_npz_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "set.npz"
    path.write_text("no arrays")
    with pytest.raises(SynthdigitsError, match="not an NPZ"):
        own.load(path)
