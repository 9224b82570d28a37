"""What is read back is what was written, in every format, whatever the size of a shard."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from synthdigits.digits.digits import Digits, SyntheticDigits
from synthdigits.export.formats import parquet_shards, png, sources, webdataset_tars
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.sources import StoredDigits
from synthdigits.export.formats.target import Target
from synthdigits.plumbing.errors import SynthdigitsError

CLASSES = [str(label) for label in range(10)]


def joined(target: Target, name: str, split: sources.Split) -> Digits:
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
    monkeypatch.setattr(sources, "PART", 50)
    target = Target(tmp_path, "set", CLASSES)
    FORMATS[name].write(target, {"train": digits[:150], "test": digits[150:]})
    for split, expected in (("train", digits[:150]), ("test", digits[150:])):
        found = joined(target, name, split)  # type: ignore[arg-type]
        np.testing.assert_array_equal(found.images, expected.images)
        np.testing.assert_array_equal(found.labels, expected.labels)
        rows = expected.rows if FORMATS[name].has_columns else np.arange(len(expected))
        np.testing.assert_array_equal(found.rows, rows)


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


def test_a_saved_set_is_read_by_slices(digits: Digits, tmp_path: Path) -> None:
    synthetic = SyntheticDigits(**vars(digits), confidence=np.linspace(0, 1, 200, dtype="f4"))
    synthetic.save(tmp_path / "set.npz")
    stored = StoredDigits(tmp_path / "set.npz", SyntheticDigits)
    assert len(stored) == 200
    part = stored[30:45]
    np.testing.assert_array_equal(part.images, synthetic.images[30:45])
    np.testing.assert_array_equal(part.confidence, synthetic.confidence[30:45])


def test_a_file_that_is_no_saved_set_is_named(digits: Digits, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "packed.npz", **vars(digits))
    (tmp_path / "text.npz").write_text("text")
    for name, reason in (
        ("packed", "images is compressed"),
        ("text", "not a zip file"),
        ("none", "no such file"),
    ):
        with pytest.raises(SynthdigitsError, match=rf"{name}\.npz: .*{reason}"):
            StoredDigits(tmp_path / f"{name}.npz", Digits)


MEASURE = """
import re, sys
from pathlib import Path
import numpy as np
from synthdigits.digits.digits import Digits
from synthdigits.export.formats import FORMATS
from synthdigits.export.sources import StoredDigits
from synthdigits.export.target import Target

source = StoredDigits(Path(sys.argv[1]), Digits)
target = Target(Path(sys.argv[1]).with_suffix(""), "set", [str(label) for label in range(10)])
for name in ("idx", "npz", "parquet", "webdataset"):
    FORMATS[name].write(target, {"train": source, "test": source[:10]})
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_memory_does_not_grow_with_the_count(tmp_path: Path) -> None:
    """Four times as many digits, 19 MB more of them, need no more memory."""
    peaks = []
    for count in (8_000, 32_000):
        images = np.zeros((count, 28, 28), np.uint8)
        images[:, 4:20, 5:9] = np.arange(count, dtype=np.uint8)[:, None, None]
        labels = (np.arange(count) % 10).astype(np.uint8)
        path = tmp_path / f"{count}.npz"
        Digits(images, labels, np.arange(count)).save(path)
        command = [sys.executable, "-c", MEASURE, str(path)]
        finished = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(int(finished.stdout) * 1024)
    assert peaks[1] - peaks[0] < 8_000_000
