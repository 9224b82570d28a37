"""What other projects read has the pixels that were written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torchvision.datasets import MNIST

from synthdigits.data.digits import Digits
from synthdigits.export.idx_folder import write_idx_folder
from synthdigits.export.npz_file import write_npz


def test_torchvision_reads_the_idx_folder_without_a_download(
    digits: Digits, tmp_path: Path
) -> None:
    write_idx_folder(tmp_path, digits[:150], digits[150:])
    for train, expected in ((True, digits[:150]), (False, digits[150:])):
        dataset = MNIST(str(tmp_path), train=train, download=False)
        np.testing.assert_array_equal(dataset.data.numpy(), expected.images)
        np.testing.assert_array_equal(dataset.targets.numpy(), expected.labels)


def test_keras_users_find_their_names_in_the_npz(digits: Digits, tmp_path: Path) -> None:
    write_npz(tmp_path / "set.npz", digits[:150], digits[150:])
    with np.load(tmp_path / "set.npz") as arrays:
        assert sorted(arrays) == ["x_test", "x_train", "y_test", "y_train"]
        np.testing.assert_array_equal(arrays["x_train"], digits.images[:150])
        np.testing.assert_array_equal(arrays["y_test"], digits.labels[150:])


def test_equal_digits_give_equal_files(digits: Digits, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_idx_folder(tmp_path / name, digits, digits)
        write_npz(tmp_path / name / "set.npz", digits, digits)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in files}
        for name, files in (
            (n, [p for p in (tmp_path / n).rglob("*") if p.is_file()]) for n in ("one", "two")
        )
    )
    assert first == second
    assert len(first) == 5
