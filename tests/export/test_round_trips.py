"""Other projects' libraries read the exported sets, and their pixels are equal in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from PIL import Image
from torchvision.datasets import MNIST, ImageFolder

from synthdigits.digits.digits import Digits, MaskedDigits, SyntheticDigits
from synthdigits.export.documents import card
from synthdigits.export.documents.manifest import read_manifest

SPLITS = ("train", "test")


@pytest.fixture(scope="module")
def synthetic(exported: Path) -> Path:
    return exported / "synthetic-conditional"


@pytest.fixture(scope="module")
def original(small_project: Path) -> dict[str, SyntheticDigits]:
    folder = small_project / "data/synthetic/conditional"
    return {split: SyntheticDigits.load(folder / f"{split}.npz") for split in SPLITS}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The library `datasets`, with no way to the network and a cache of its own."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hub")))
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        import datasets

        datasets.disable_progress_bars()
        yield datasets


def assert_same(images: Any, labels: Any, expected: Digits) -> None:
    np.testing.assert_array_equal(
        np.stack([np.asarray(image) for image in images]), expected.images
    )
    np.testing.assert_array_equal(np.asarray(labels), expected.labels)


def opened(content: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(content)))


def test_torchvision_reads_idx(synthetic: Path, original: dict[str, SyntheticDigits]) -> None:
    for split in SPLITS:
        dataset = MNIST(str(synthetic), train=split == "train", download=False)
        assert_same(dataset.data, dataset.targets, original[split])


def test_torchvision_reads_class_folders(
    synthetic: Path, original: dict[str, SyntheticDigits]
) -> None:
    """In the order of classes, and as RGB."""
    dataset = ImageFolder(str(synthetic / "png/test"))
    assert dataset.classes == [str(label) for label in range(10)]
    order = np.argsort(original["test"].labels, kind="stable")
    images, labels = zip(*dataset, strict=True)
    assert_same([image.convert("L") for image in images], labels, original["test"][order])


def test_keras_users_find_their_names_in_the_npz(
    synthetic: Path, original: dict[str, SyntheticDigits]
) -> None:
    with np.load(synthetic / "synthetic-conditional.npz") as arrays:
        assert sorted(arrays) == ["x_test", "x_train", "y_test", "y_train"]
        for split in SPLITS:
            assert_same(arrays[f"x_{split}"], arrays[f"y_{split}"], original[split])


def test_pandas_reads_the_shards(synthetic: Path, original: dict[str, SyntheticDigits]) -> None:
    shards = sorted((synthetic / "data").glob("train-*.parquet"))
    assert len(shards) == 3
    table = pd.concat([pd.read_parquet(shard) for shard in shards])
    images = [opened(image["bytes"]) for image in table["image"]]
    assert_same(images, table["label"], original["train"])
    np.testing.assert_array_equal(table["row"], original["train"].rows)
    np.testing.assert_array_equal(table["confidence"], original["train"].confidence)


def test_pyarrow_finds_an_index_of_pages(synthetic: Path) -> None:
    file = pq.ParquetFile(synthetic / "data/test-00000-of-00001.parquet")
    column = file.metadata.row_group(0).column(0)
    assert column.compression == "UNCOMPRESSED"
    assert column.has_offset_index


def test_datasets_loads_the_folder_by_its_card(
    hub: Any, synthetic: Path, original: dict[str, SyntheticDigits]
) -> None:
    loaded = hub.load_dataset(str(synthetic))
    for split in SPLITS:
        assert_same(loaded[split]["image"], loaded[split]["label"], original[split])
    assert loaded["train"].features["label"].names == [str(label) for label in range(10)]


def test_datasets_loads_bare_parquet(
    hub: Any, synthetic: Path, original: dict[str, SyntheticDigits]
) -> None:
    """The features stand in the files, so that images are images without the card."""
    files = str(synthetic / "data/test-*.parquet")
    loaded = hub.load_dataset("parquet", data_files=files, split="train")
    assert_same(loaded["image"], loaded["label"], original["test"])


def test_datasets_streams(hub: Any, synthetic: Path, original: dict[str, SyntheticDigits]) -> None:
    stream = list(hub.load_dataset(str(synthetic), split="train", streaming=True))
    images, labels = ([row[key] for row in stream] for key in ("image", "label"))
    assert_same(images, labels, original["train"])


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # webdataset leaves them open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_webdataset_reads_the_tars(synthetic: Path, original: dict[str, SyntheticDigits]) -> None:
    import webdataset

    tars = [str(path) for path in sorted((synthetic / "webdataset").glob("train-*.tar"))]
    assert len(tars) == 3
    samples = list(webdataset.WebDataset(tars, shardshuffle=False, empty_check=False).decode("l8"))
    assert_same(
        [sample["png"] for sample in samples],
        [sample["cls"] for sample in samples],
        original["train"],
    )
    rows = [sample["json"]["row"] for sample in samples]
    np.testing.assert_array_equal(rows, original["train"].rows)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib, of itself
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # mlcroissant, to pandas
def test_mlcroissant_reads_every_record(
    synthetic: Path, original: dict[str, SyntheticDigits]
) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(synthetic / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    for split in SPLITS:
        records = list(dataset.records(split))
        images, labels = (
            [record[f"{split}/{key}"] for record in records] for key in ("image", "label")
        )
        assert_same(images, labels, original[split])


def test_an_inpainted_set_has_hole_source_row_and_the_digit_before(
    exported: Path, small_project: Path
) -> None:
    table = pd.read_parquet(exported / "inpainted-unet_l1/data/test-00000-of-00001.parquet")
    masked = MaskedDigits.load(small_project / "data/masked/test.npz")
    repaired = MaskedDigits.load(small_project / "data/inpainted/unet_l1/test.npz")
    assert_same([opened(image["bytes"]) for image in table["image"]], table["label"], repaired)
    assert_same([opened(image["bytes"]) for image in table["masked"]], table["label"], masked)
    np.testing.assert_array_equal(table["row"], masked.rows)
    np.testing.assert_array_equal(table[["hole_row", "hole_column"]], masked.corners)
    assert set(table["hole_size"]) == {8}


def test_the_manifest_names_what_made_the_set(synthetic: Path) -> None:
    manifest = json.loads((synthetic / "manifest.json").read_text(encoding="utf-8"))
    (generator,) = manifest["models"]
    assert (generator["role"], generator["training_rows"]) == ("generator", [[0, 149]])
    assert manifest["origin"]["test_rows"] == [[150, 199]]
    assert manifest["splits"]["train"]["per_class"]["7"] == 15
    assert manifest["params"]["seed"] == manifest["seed"] == 1
    assert {"torch", "numpy", "pyarrow"} <= set(manifest["machine"]["packages"])
    listed = {file["path"] for file in manifest["files"]}
    there = {
        path.relative_to(synthetic).as_posix() for path in synthetic.rglob("*") if path.is_file()
    }
    assert there - listed == {"manifest.json"}
    assert {"README.md", "LICENCE.txt", "croissant.json", "preview.png"} <= listed


def test_a_labeller_is_named_where_there_is_one_and_nowhere_else(exported: Path) -> None:
    """The labels of a conditional generator are its own, whatever its name is."""
    for name, roles, words in (
        ("conditional", ["generator"], "Labels are what the generator was asked for, and"),
        ("mlp_dropout", ["generator", "labeller"], "Labels are what a classifier said, and"),
    ):
        folder = exported / f"synthetic-{name}"
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        page = (folder / "README.md").read_text(encoding="utf-8")
        assert [model["role"] for model in manifest["models"]] == roles
        assert len(list((folder / "weights").iterdir())) == len(roles)
        assert words in page
        assert ("labeller `cnn`" in page) == ("labeller" in roles)


def test_the_card_knows_a_conditional_generator_by_any_name(synthetic: Path) -> None:
    described = read_manifest(synthetic)
    generator = described.models[0].model_copy(update={"name": "another"})
    page = card.render(described.model_copy(update={"models": [generator]}))
    assert "Labels are what the generator was asked for, and" in page


def test_the_card_tells_of_a_moving_average_where_there_is_one(exported: Path) -> None:
    for name, averaged in (("conditional", True), ("mlp_dropout", False)):
        page = (exported / f"synthetic-{name}/README.md").read_text(encoding="utf-8")
        assert ("are a moving average of its training." in page) == averaged


def test_a_manifest_keeps_four_figures_of_each_arm(exported: Path) -> None:
    arms = {
        "masked": ["masked", "masked_trained", "real"],
        "inpainted-unet_l1": ["inpainted.unet_l1", "masked", "real"],
        "synthetic-conditional": ["synthetic_only.conditional", "real"],
    }
    for name, expected in arms.items():
        figures = json.loads((exported / name / "manifest.json").read_text())["figures"]
        assert list(figures["accuracy"]) == expected
        for score in figures["accuracy"].values():
            assert list(score) == ["accuracy", "low", "high", "images"]
