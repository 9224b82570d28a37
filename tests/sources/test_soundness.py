"""What ruins a study is refused with its first rows; what is sure is corrected, in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sources.own_sets import Arrays, sound_arrays, write_folders
from synthdigits.digits.splits import Splits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import own


def saved(folder: Path, arrays: Arrays) -> Path:
    np.savez(folder / "set.npz", **arrays)  # type: ignore[arg-type]
    return folder / "set.npz"


def same_digits(one: Splits, other: Splits) -> bool:
    return all(
        np.array_equal(a.images, b.images) and np.array_equal(a.labels, b.labels)
        for a, b in ((one.train, other.train), (one.test, other.test))
    )


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_a_sound_set_is_taken_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    splits = own.load(saved(tmp_path, sound_arrays()))
    assert set(splits.checks.values()) == {0}
    assert lines(caplog) == []


def some_leak(arrays: Arrays) -> None:
    arrays["x_test"][4] = arrays["x_train"][1]


def all_leak(arrays: Arrays) -> None:
    arrays["x_test"], arrays["y_test"] = arrays["x_train"], arrays["y_train"]


def a_leak_inverted(arrays: Arrays) -> None:
    arrays["x_test"][4] = 255 - arrays["x_train"][1]


def a_leak_in_floats(arrays: Arrays) -> None:
    some_leak(arrays)
    arrays["x_test"] = arrays["x_test"] / 255


def another_label(arrays: Arrays) -> None:
    arrays["x_train"][5] = arrays["x_train"][0]


def a_constant_image(arrays: Arrays) -> None:
    arrays["x_train"][7] = 200


def black_images(arrays: Arrays) -> None:
    arrays["x_test"][:5] = 0


def to_sixteen(arrays: Arrays) -> None:
    arrays["x_train"] //= 16


def no_test_image(arrays: Arrays) -> None:
    kept = arrays["y_test"] != 1
    arrays["x_test"], arrays["y_test"] = arrays["x_test"][kept], arrays["y_test"][kept]


def no_number(arrays: Arrays) -> None:
    arrays["x_train"] = arrays["x_train"] / 255
    arrays["x_train"][3, 5, 5] = np.nan


def centred(arrays: Arrays) -> None:
    arrays["x_train"] = arrays["x_train"] / 127.5 - 1


@pytest.mark.fault(
    "own digits that ruin a study",
    "leaks, contradicting labels, blank images, a class without a test image in an NPZ",
    "`download` ends with how many there are and where the first of them stand",
)
@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (some_leak, r"1 of 18 test images are training images too: x_test\[4\] is x_train\[1\]"),
        (all_leak, r"18 of 18 test images .*: x_test\[0\] is x_train\[0\], .*, …; allowed: none"),
        (a_leak_inverted, r"1 of 18 test images .*: x_test\[4\] is x_train\[1\]"),
        (a_leak_in_floats, r"1 of 18 test images .*: x_test\[4\] is x_train\[1\]"),
        (
            another_label,
            r"1 of 36 images stand under several labels: x_train\[0\] as 0 and x_train\[5\] as 2",
        ),
        (a_constant_image, r"1 of 36 images show nothing, .*: x_train\[7\]"),
        (
            black_images,
            r"5 of 36 images show nothing, .*: x_test\[0\], x_test\[1\], x_test\[2\], …",
        ),
        (to_sixteen, "18 of 36 images show nothing, their pixels differing by less than 32 of 255"),
        (no_test_image, "1 of 3 classes have no test image: 1"),
        (no_number, r"x_train: 1 of 18 images hold what is no finite number, first x_train\[3\]"),
        (centred, r"x_train runs from -1\.0 to .*; allowed: 0 to 255, or 0 to 1"),
    ],
)
def test_what_ruins_a_study_is_refused_with_its_first_rows(
    plant: Callable[[Arrays], None], expected: str, tmp_path: Path
) -> None:
    arrays = sound_arrays()
    plant(arrays)
    with pytest.raises(SynthdigitsError, match=f"^data.source: .*set.npz: {expected}"):
        own.load(saved(tmp_path, arrays))


def test_files_are_named_where_images_are_files(tmp_path: Path) -> None:
    arrays = sound_arrays()
    some_leak(arrays)
    write_folders(tmp_path, arrays)
    with pytest.raises(SynthdigitsError, match=r"test/b/04\.png is train/b/01\.png"):
        own.load(tmp_path)


def inverted(arrays: Arrays) -> None:
    for part in ("x_train", "x_test"):
        arrays[part] = 255 - arrays[part]


def one_class_inverted(arrays: Arrays) -> None:
    chosen = arrays["y_train"] == 2
    arrays["x_train"][chosen] = 255 - arrays["x_train"][chosen]


def one_part_inverted(arrays: Arrays) -> None:
    arrays["x_test"] = 255 - arrays["x_test"]


def one_image_inverted(arrays: Arrays) -> None:
    arrays["x_test"][3] = 255 - arrays["x_test"][3]


def in_floats(arrays: Arrays) -> None:
    arrays["x_train"] = arrays["x_train"].astype(np.float32) / 255


def in_whole_floats(arrays: Arrays) -> None:
    arrays["x_train"] = arrays["x_train"].astype(np.float64)


@pytest.mark.fault(
    "own digits in another range or inverted",
    "dark ink on bright paper in all, one part, one class or one image; floats from 0 to 1",
    "they are brought to bright ink on black, 0…255; one line says how many",
)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (inverted, "36 of 36 images have dark ink on bright paper: they are turned over"),
        (one_class_inverted, "6 of 36 images have dark ink"),
        (one_part_inverted, "18 of 36 images have dark ink"),
        (one_image_inverted, "1 of 36 images have dark ink"),
        (in_floats, "18 of 36 images run to 1"),
        (in_whole_floats, ""),
    ],
)
def test_what_is_sure_is_corrected_and_said_in_one_line(
    change: Callable[[Arrays], None],
    expected: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sound = own.load(saved(tmp_path, sound_arrays()))
    arrays = sound_arrays()
    change(arrays)
    assert same_digits(own.load(saved(tmp_path, arrays)), sound)
    assert len(lines(caplog)) == bool(expected)
    assert all(line.startswith(expected) for line in lines(caplog))


def test_zeros_and_ones_become_black_and_white(tmp_path: Path) -> None:
    arrays = sound_arrays()
    binary = arrays | {
        part: (arrays[part] > 180).astype(np.uint8) for part in ("x_train", "x_test")
    }
    splits = own.load(saved(tmp_path, binary))
    np.testing.assert_array_equal(splits.train.images, (arrays["x_train"] > 180) * np.uint8(255))
    assert splits.checks["rescaled"] == 36


def test_ink_that_runs_over_the_edges_goes_with_its_class(tmp_path: Path) -> None:
    """Thick strokes at the border say nothing of the paper; the other images of the class do."""
    arrays = sound_arrays()
    arrays["x_train"][3, :, :6] = arrays["x_train"][3, :4] = arrays["x_train"][3, :, 22:] = 255
    splits = own.load(saved(tmp_path, arrays))
    np.testing.assert_array_equal(splits.train.images, arrays["x_train"])


def test_files_of_zeros_and_ones_are_read_and_a_mixture_is_refused(tmp_path: Path) -> None:
    arrays = sound_arrays()
    binary = arrays | {
        part: (arrays[part] > 180).astype(np.uint8) for part in ("x_train", "x_test")
    }
    write_folders(tmp_path / "binary", binary)
    assert own.load(tmp_path / "binary").train.images.max() == 255
    arrays["x_train"][3] = binary["x_train"][3]
    write_folders(tmp_path / "mixed", arrays)
    with pytest.raises(SynthdigitsError, match=r"1 of 18 images run from 0 to 1, first .*03\.png"):
        own.load(tmp_path / "mixed")


@pytest.mark.fault(
    "own images with the ink in an alpha channel, or of more than 8 bits",
    "RGBA, LA, float TIFF and 16-bit PNG files",
    "they are read as what they show; one line says how many",
)
@pytest.mark.parametrize("kind", ["RGBA", "LA", "float", "sixteen"])
def test_every_kind_of_file_gives_the_same_digits(kind: str, tmp_path: Path) -> None:
    sound = sound_arrays()
    expected = own.load(saved(tmp_path, sound))
    write_folders(tmp_path / kind, sound, ending=".tif" if kind == "float" else ".png")
    for path in (tmp_path / kind).rglob("*.*"):
        grey = np.asarray(Image.open(path))
        black = np.zeros_like(grey)
        pictures = {
            "RGBA": np.stack([black, black, black, grey], axis=2),
            "LA": np.stack([black, grey], axis=2),
            "float": grey.astype(np.float32) / 255,
            "sixteen": grey.astype(np.uint16) * 257,
        }
        Image.fromarray(pictures[kind]).save(path)
    splits = own.load(tmp_path / kind)
    for one, other in ((splits.train, expected.train), (splits.test, expected.test)):
        order = np.argsort(other.labels, kind="stable")
        np.testing.assert_array_equal(one.images, other.images[order])
    key = "laid_on_paper" if "A" in kind else "rescaled"
    assert splits.checks[key] == 36


def test_a_leak_is_seen_in_a_file_of_another_kind(tmp_path: Path) -> None:
    """A training image as a test image of 16 bits, and as one of black ink on nothing."""
    arrays = sound_arrays()
    write_folders(tmp_path, arrays)
    deep = arrays["x_train"][1].astype(np.uint16) * 257
    Image.fromarray(deep).save(tmp_path / "test/b/04.png")
    ink = np.stack([np.zeros_like(arrays["x_train"][2]), arrays["x_train"][2]], axis=2)
    Image.fromarray(ink).save(tmp_path / "test/c/05.png")
    with pytest.raises(SynthdigitsError, match="2 of 18 test images are training images too"):
        own.load(tmp_path)


def too_many(arrays: Arrays) -> None:
    arrays["x_train"] = np.zeros((400_000, 1, 1), np.uint8)
    arrays["y_train"] = np.zeros(400_000, np.uint8)


def a_label_for_each_image(arrays: Arrays) -> None:
    arrays["y_train"] = np.arange(18) * 1_000_000


@pytest.mark.fault(
    "own arrays that would take all memory or no end of time",
    "400 000 images of one pixel, images of too many pixels, a class for each image",
    "one line says how many there are and how many are allowed, before anything is made of them",
)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (too_many, "there are 400018 images; allowed: 300000"),
        (len, "the images have 28224 pixels; allowed: 20000"),
        (a_label_for_each_image, "labels run from 0 to 17000000; allowed: 0 to 255"),
    ],
)
def test_a_set_without_bounds_is_refused_before_any_work(
    change: Callable[[Any], object], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = sound_arrays()
    change(arrays)
    np.savez_compressed(tmp_path / "set.npz", **arrays)  # type: ignore[arg-type]
    monkeypatch.setattr("synthdigits.sources.arrays.upright", None)
    monkeypatch.setattr("synthdigits.sources.arrays.MOST_PIXELS", 20_000)
    with pytest.raises(SynthdigitsError, match=expected):
        own.load(tmp_path / "set.npz")


def test_copies_of_an_image_do_not_come_into_both_parts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    arrays = sound_arrays()
    write_folders(tmp_path, arrays)
    whole = tmp_path / "train"
    for number in range(20):
        Image.fromarray(arrays["x_train"][0]).save(whole / "a" / f"copy{number}.png")
    splits = own.load(whole)
    assert len(splits.train) + len(splits.test) == 18
    assert splits.checks["kept_once"] == splits.checks["repeated"] == 20
    assert lines(caplog) == ["20 of 38 images stand there before: they are left out"]


@pytest.mark.fault(
    "hidden folders among those of classes",
    "`.ipynb_checkpoints`, `__MACOSX` and hidden files beside images",
    "they are left out; one line says how many",
)
def test_hidden_folders_are_no_classes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_folders(tmp_path, sound_arrays())
    for hidden in (".ipynb_checkpoints", "train/.ipynb_checkpoints", "test/__MACOSX"):
        (tmp_path / hidden).mkdir()
    for file in ("train/a/._00.png", "train/a/Thumbs.db"):
        (tmp_path / file).write_text("no image")
    splits = own.load(tmp_path)
    assert splits.class_names == ["a", "b", "c"]
    assert splits.checks["left_out"] == 5
    assert len(lines(caplog)) == 1
    assert "5 files or folders are hidden or no images" in lines(caplog)[0]


def test_the_parts_of_a_study_alone_are_not_asked_of_a_set_that_is_measured(tmp_path: Path) -> None:
    arrays = sound_arrays()
    all_leak(arrays)
    assert len(own.read(saved(tmp_path, arrays)).train) == 18


def test_the_counts_are_numbers_that_json_can_hold(tmp_path: Path) -> None:
    assert json.loads(json.dumps(dict(own.load(saved(tmp_path, sound_arrays())).checks)))
