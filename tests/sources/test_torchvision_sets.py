"""MNIST's kin come through torchvision; here its classes are replaced by small ones."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torchvision import datasets

from synthdigits.config.values import SOURCES
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import torchvision_sets

CLASSES = {
    "kmnist": "KMNIST",
    "fashion_mnist": "FashionMNIST",
    "emnist_digits": "EMNIST",
    "usps": "USPS",
    "qmnist": "QMNIST",
}


def small_set(name: str, calls: list[dict[str, Any]]) -> Any:
    def build(root: str, *flags: bool, **options: Any) -> SimpleNamespace:
        calls.append({"root": root, "flags": flags, **options})
        side = 16 if name == "usps" else 28
        images = np.zeros((20, side, side), np.uint8)
        images[:, :, 2] = 255  # a bar on the left
        labels = np.arange(20) % 10
        if name == "usps":
            return SimpleNamespace(data=images, targets=labels.tolist())
        targets = torch.from_numpy(labels)
        if name == "qmnist":
            targets = torch.stack([targets, targets + 50], dim=1)
        return SimpleNamespace(
            data=torch.from_numpy(images), targets=targets, classes=list("abcdefghij")
        )

    return build


@pytest.mark.parametrize("name", CLASSES)
def test_each_set_becomes_two_numbered_parts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(datasets, CLASSES[name], small_set(name, calls))
    splits = torchvision_sets.load(name, tmp_path)
    assert splits.train.images.shape == (20, 28, 28)
    assert splits.train.labels.tolist() == [*range(10)] * 2
    assert splits.test.rows.tolist() == list(range(20, 40))
    assert splits.class_names == [*("0123456789" if name == "usps" else "abcdefghij")]
    assert len(calls) == 2
    assert {call["download"] for call in calls} == {True}
    assert {call["root"] for call in calls} == {str(tmp_path / name)}


def test_emnist_is_turned_upright(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "EMNIST", small_set("emnist_digits", []))
    image = torchvision_sets.load("emnist_digits", tmp_path).train.images[0]
    assert image[2].min() == 255
    assert image[:2].max() == 0


def test_a_set_that_can_not_be_fetched_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise RuntimeError("Error downloading t10k.gz")

    monkeypatch.setattr(datasets, "KMNIST", unreachable)
    with pytest.raises(SynthdigitsError, match=r"data.source: kmnist: .*Error downloading"):
        torchvision_sets.load("kmnist", tmp_path)


def test_every_named_source_can_be_loaded() -> None:
    from synthdigits.sources import sources

    assert {*sources.SOURCES, *torchvision_sets.FETCHERS} == set(SOURCES)
