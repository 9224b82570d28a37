"""What is read back is what was written, in every format, whatever the size of a shard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from synthdigits.digits.digits import Digits
from synthdigits.export.formats import parquet_shards, png, webdataset_tars
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.parts import SPLITS, Split
from synthdigits.export.formats.target import BrokenFileError, Target
from synthdigits.sources import idx

CLASSES = [str(label) for label in range(10)]


def joined(target: Target, name: str, split: Split) -> Digits:
    parts = [decoded.digits for decoded in FORMATS[name].read(target, split)]
    return Digits(
        *(np.concatenate([getattr(part, key) for part in parts]) for key in vars(parts[0]))
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rows_per_file", [64, 1000])
def test_a_format_gives_back_what_it_was_given(
    name: str,
    rows_per_file: int,
    digits: Digits,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parquet_shards, "ROWS_PER_SHARD", rows_per_file)
    monkeypatch.setattr(webdataset_tars, "ROWS_PER_TAR", rows_per_file)
    monkeypatch.setattr(parquet_shards, "ROWS_PER_GROUP", 50)
    target = Target(tmp_path, "set", CLASSES)
    parts: dict[Split, Digits] = {"train": digits[:150], "test": digits[150:]}
    FORMATS[name].write(target, parts)
    for split, expected in parts.items():
        decoded = joined(target, name, split)
        np.testing.assert_array_equal(decoded.images, expected.images)
        np.testing.assert_array_equal(decoded.labels, expected.labels)
        rows = expected.rows if FORMATS[name].has_columns else np.arange(len(expected))
        np.testing.assert_array_equal(decoded.rows, rows)


@pytest.mark.parametrize("name", FORMATS)
def test_equal_digits_give_equal_files(name: str, digits: Digits, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        target = Target(tmp_path / folder, "set", CLASSES)
        FORMATS[name].write(target, {"train": digits, "test": digits[:20]})
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second


def test_the_npz_is_the_one_that_numpy_writes(digits: Digits, tmp_path: Path) -> None:
    target = Target(tmp_path, "set", CLASSES)
    FORMATS["npz"].write(target, {"train": digits, "test": digits[:20]})
    np.savez_compressed(
        tmp_path / "numpy.npz",
        x_train=digits.images,
        y_train=digits.labels,
        x_test=digits.images[:20],
        y_test=digits.labels[:20],
    )
    assert (tmp_path / "set.npz").read_bytes() == (tmp_path / "numpy.npz").read_bytes()


def test_a_png_of_another_kind_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (28, 28)).save(tmp_path / "colour.png")
    with pytest.raises(ValueError, match="a grey 28×28 image is needed, got RGB"):
        png.decode((tmp_path / "colour.png").read_bytes())


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_part_is_no_fault(name: str, digits: Digits, tmp_path: Path) -> None:
    target = Target(tmp_path, "set", CLASSES)
    FORMATS[name].write(target, {"train": digits, "test": digits[:0]})
    if name != "png":  # no folder tells an empty part from a lost one
        assert sum(len(decoded.digits) for decoded in FORMATS[name].read(target, "test")) == 0


def test_the_idx_files_are_those_of_the_one_codec(digits: Digits, tmp_path: Path) -> None:
    target = Target(tmp_path, "set", CLASSES)
    FORMATS["idx"].write(target, dict.fromkeys(SPLITS, digits))
    content = (tmp_path / "MNIST/raw/t10k-images-idx3-ubyte").read_bytes()
    assert content == idx.encode(digits.images)


@pytest.mark.parametrize(
    ("array", "file", "reason"),
    [
        (np.zeros((200, 20, 20), np.uint8), "images-idx3", r"images must be uint8 \(200, 28, 28\)"),
        (np.zeros(199, np.uint8), "labels-idx1", r"labels \(200,\) are needed, got \(199,\)"),
    ],
)
def test_idx_of_other_shapes_is_refused(
    array: np.ndarray, file: str, reason: str, digits: Digits, tmp_path: Path
) -> None:
    target = Target(tmp_path, "set", CLASSES)
    FORMATS["idx"].write(target, {"train": digits})
    (tmp_path / f"MNIST/raw/train-{file}-ubyte").write_bytes(idx.encode(array))
    with pytest.raises(BrokenFileError, match=rf"train-{file}-ubyte: can't be read: {reason}"):
        list(FORMATS["idx"].read(target, "train"))
