"""The container guards its border and survives the disk."""

from pathlib import Path

import numpy as np
import pytest

from synthdigits.digits.digits import Digits, SyntheticDigits, split_off_last
from synthdigits.plumbing.errors import SynthdigitsError


def test_digits_survive_the_disk(digits: Digits, tmp_path: Path) -> None:
    digits.save(tmp_path / "digits.npz")
    loaded = Digits.load(tmp_path / "digits.npz")
    np.testing.assert_array_equal(loaded.images, digits.images)
    np.testing.assert_array_equal(loaded.labels, digits.labels)
    np.testing.assert_array_equal(loaded.rows, digits.rows)


def test_equal_digits_give_equal_bytes(digits: Digits, tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        digits.save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_images_of_another_type_or_shape_are_refused(digits: Digits) -> None:
    with pytest.raises(ValueError, match=r"images must be uint8 .* got float64"):
        Digits(digits.images / 255, digits.labels, digits.rows)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"images must be .* got uint8 \(200, 27, 28\)"):
        Digits(digits.images[:, 1:], digits.labels, digits.rows)
    with pytest.raises(ValueError, match="labels must be"):
        Digits(digits.images, digits.labels.astype(np.int64), digits.rows)


def test_a_file_of_another_kind_is_one_error(digits: Digits, tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    with pytest.raises(SynthdigitsError, match="no such file"):
        Digits.load(path)
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(SynthdigitsError, match="not an NPZ of Digits"):
        Digits.load(path)
    digits.save(path)
    with pytest.raises(SynthdigitsError, match="not an NPZ of SyntheticDigits"):
        SyntheticDigits.load(path)


def test_counts_name_every_class_up_to_the_last(digits: Digits) -> None:
    assert digits.counts == {str(label): 20 for label in range(10)}
    without_zero = digits[digits.labels > 0]
    assert without_zero.counts["0"] == 0


def test_the_last_part_is_split_off_without_overlap(digits: Digits) -> None:
    train, validation = split_off_last(digits, 0.2)
    assert (len(train), len(validation)) == (160, 40)
    assert not set(train.rows) & set(validation.rows)
    assert len(split_off_last(digits, 0.0)[1]) == 0
