"""Sources give numbered splits whose rows never meet."""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from synthdigits.digits.digits import Digits
from synthdigits.digits.splits import Labelled, numbered
from synthdigits.export.formats import npz_file
from synthdigits.export.formats.target import Target
from synthdigits.sources import idx, sources
from synthdigits.sources.fetching import RemoteFile
from synthdigits.sources.sources import Request

NOWHERE = Request([], Path("unused"))
PART, REST = slice(150), slice(150, 200)


def test_the_bundled_digits_need_no_mirror() -> None:
    splits = sources.digits(NOWHERE)
    assert len(splits.train) + len(splits.test) == 1797
    assert splits.train.classes == splits.test.classes == 10
    assert min(splits.test.counts.values()) >= 34


def test_the_bundled_digits_lie_on_a_black_margin_as_mnist_does() -> None:
    images = sources.digits(NOWHERE).train.images
    assert images[:, :4].max() == images[:, -4:].max() == 0
    assert images[:, 4:-4].max() == 255


def test_no_row_number_stands_in_both_splits() -> None:
    splits = sources.digits(NOWHERE)
    assert not set(splits.train.rows) & set(splits.test.rows)
    pixels = {image.tobytes() for image in splits.train.images}
    assert sum(image.tobytes() in pixels for image in splits.test.images) == 0


def test_mnist_is_read_from_a_folder_of_its_four_files(
    digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for file in sources.MNIST_FILES:
        array = digits.images if "images" in file.name else digits.labels
        part = array[:150] if file.name.startswith("train") else array[150:]
        content = gzip.compress(idx.encode(part))
        (tmp_path / file.name).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(RemoteFile(file.name, sha256, len(content)))
    monkeypatch.setattr(sources, "MNIST_FILES", files)

    splits = sources.mnist(Request([str(tmp_path)], tmp_path / "kept"))

    np.testing.assert_array_equal(splits.train.images, digits.images[:150])
    np.testing.assert_array_equal(splits.test.labels, digits.labels[150:])
    np.testing.assert_array_equal(splits.test.rows, np.arange(150, 200))


def test_a_path_leads_to_ones_own_digits(digits: Digits, tmp_path: Path) -> None:
    target = Target(tmp_path, "set", [])
    npz_file.write(target, {"train": digits[:150], "test": digits[150:]})
    assert len(sources.load(str(tmp_path / "set.npz"), NOWHERE).train) == 150


@pytest.mark.fault(
    "a public set that has images twice, or blank ones",
    "a test image that is a training image too, one image under two labels, a black one",
    "it is taken as it is, as others took it; a line for each, and counts in metrics/data.json",
)
def test_a_public_set_is_taken_as_it_is_and_its_flaws_are_told(
    digits: Digits, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    images = digits.images.copy()
    images[160], images[3], images[4] = images[0], images[2], 0
    train, test = (Labelled(images[part], digits.labels[part]) for part in (PART, REST))
    monkeypatch.setattr(sources, "SOURCES", {"mnist": lambda _: numbered(train, test)})
    splits = sources.load("mnist", NOWHERE)
    np.testing.assert_array_equal(splits.train.images, images[PART])
    assert {key: count for key, count in splits.checks.items() if count} == {
        "in_both_parts": 1,
        "under_several_labels": 1,
        "repeated": 2,
        "blank": 1,
    }
    assert [record.getMessage() for record in caplog.records] == [
        "mnist: 1 of 200 images show nothing, their pixels differing by less than 32 of 255: "
        "training[4]; taken as it is",
        "mnist: 1 of 50 test images are training images too: test[10] is training[0]; "
        "taken as it is",
        "mnist: 1 of 200 images stand under several labels: training[2] as 2 and training[3] as 3; "
        "taken as it is",
    ]


@pytest.mark.skipif("SYNTHDIGITS_MIRROR" not in os.environ, reason="needs a mirror of MNIST")
def test_the_real_mnist_has_its_known_counts(tmp_path: Path) -> None:
    splits = sources.load("mnist", Request([os.environ["SYNTHDIGITS_MIRROR"]], tmp_path))
    assert set(splits.checks.values()) == {0}
    assert (len(splits.train), len(splits.test)) == (60_000, 10_000)
    assert splits.train.counts["1"] == 6742
    assert splits.test.counts["5"] == 892
    assert splits.train.labels[:5].tolist() == [5, 0, 4, 1, 9]
