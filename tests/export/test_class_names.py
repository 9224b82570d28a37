"""Whatever classes are called, the set passes its own check and shows the names as they are."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from torchvision.datasets import ImageFolder

from synthdigits import figures
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.export import exporter
from synthdigits.export.checks.verify import verify
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.exporter import Exporter
from synthdigits.export.formats import png_folders
from synthdigits.export.formats.class_names import complaint, folders_of
from synthdigits.export.formats.formats import FORMATS
from synthdigits.plumbing.errors import SynthdigitsError

ODD = [
    *("a|b", "`a", "a ", "a\nb", "a\u2028b", "<img src=x onerror=alert(1)>", "k: v # no"),
    *("\U0001f600", "- --- x", "x" * 255),
]
FASHION = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker"]


def named(classes: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let metrics/data.json name these classes."""

    def read_json(path: Path) -> dict[str, Any]:
        return (
            {"classes": classes} if path == paths.METRICS / "data.json" else figures.read_json(path)
        )

    monkeypatch.setattr(exporter, "read_json", read_json)


@pytest.mark.fault(
    "odd names of classes",
    "classes called `a:b`, with back-ticks, line ends, HTML, emoji, 255 letters",
    "they are escaped in card, header and folders; the set passes its own verify",
)
def test_a_set_with_odd_names_passes_and_its_card_is_harmless(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(ODD, monkeypatch)
    exports = Exporter(params, list(FORMATS), allow_dirty=True)
    assert isinstance(exports.export("masked", tmp_path / "masked"), Manifest)
    assert verify(tmp_path / "masked").faults == []
    page = (tmp_path / "masked/README.md").read_text(encoding="utf-8")
    _, header, body = re.split(r"^---\n", page, maxsplit=2, flags=re.M)
    assert "<img" not in body
    cells = re.findall(r"^\| (?:`|<code>)(.*)(?:`|</code>) \| \d+ \| \d+ \|$", body, re.M)
    assert [html.unescape(cell) for cell in cells] == ODD
    features = yaml.safe_load(header)["dataset_info"]["features"]
    (label,) = (one["dtype"] for one in features if one["name"] == "label")
    assert list(label["class_label"]["names"].values()) == ODD
    json.loads((tmp_path / "masked/croissant.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("classes", "reason"),
    [
        (["a", "\udcff"], "the name of class 1 is not UTF-8"),
        (["a", "a"], "two classes have one name"),
        (["a", " "], "class 1 has no name"),
        ([], "0 classes"),
        ([1, 2], "must be a list of names"),
    ],
)
def test_names_that_can_stand_for_nothing_are_an_error(
    classes: list[Any],
    reason: str,
    at_project: Path,
    params: Params,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(classes, monkeypatch)
    with pytest.raises(SynthdigitsError, match=rf"data\.json: .*{reason}"):
        Exporter(params, ["npz"], allow_dirty=True)


def test_a_label_without_a_name_is_an_error(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(["a", "b"], monkeypatch)
    exports = Exporter(params, ["npz"], allow_dirty=True)
    with pytest.raises(SynthdigitsError, match=r"has a label 9, but .* names 2 classes"):
        exports.export("masked", tmp_path / "set")


@pytest.mark.fault(
    "more than ten unnamed classes as PNG folders",
    "twelve classes, read by torchvision's ImageFolder",
    "folders are padded or numbered, so that the labels are those of the other formats",
)
@pytest.mark.parametrize("classes", [[str(label) for label in range(12)], FASHION, ODD])
def test_torchvision_gives_the_labels_of_the_other_formats(
    classes: list[str], tmp_path: Path
) -> None:
    labels = np.arange(3 * len(classes), dtype=np.uint8) % len(classes)
    images = np.repeat(labels, 28 * 28).reshape(-1, 28, 28)
    png_folders.write_classes(tmp_path, Digits(images, labels, labels.astype(np.int64)), classes)
    read = ImageFolder(str(tmp_path))
    assert len(read) == len(labels)
    assert all(np.asarray(image)[0, 0, 0] == label for image, label in read)


@pytest.mark.parametrize(
    ("classes", "folders"),
    [
        ([str(label) for label in range(10)], [str(label) for label in range(10)]),
        ([str(label) for label in range(11)], [f"{label:02}" for label in range(11)]),
        (["eins", "zwei"], ["eins", "zwei"]),
        (["é", "ख़"], ["é", "ख़"]),
        (["b", "a"], ["0-b", "1-a"]),
        (["A", "a"], ["0-A", "1-a"]),
        (["..", "a"], ["0-", "1-a"]),
        (["a/b", "c"], ["0-a_b", "1-c"]),
    ],
)
def test_folders_are_called_like_classes_where_that_gives_the_labels(
    classes: list[str], folders: list[str]
) -> None:
    assert complaint(classes) is None
    assert folders_of(classes) == folders
    assert folders == sorted(folders)
