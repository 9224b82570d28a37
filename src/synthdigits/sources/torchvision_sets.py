"""MNIST's kin, fetched and checked by torchvision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from synthdigits.digits.splits import Labelled, Splits, numbered
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief

FETCHERS: dict[str, Callable[[Any, str, bool], Any]] = {
    "kmnist": lambda sets, root, train: sets.KMNIST(root, train, download=True),
    "fashion_mnist": lambda sets, root, train: sets.FashionMNIST(root, train, download=True),
    "emnist_digits": lambda sets, root, train: sets.EMNIST(
        root, split="digits", train=train, download=True
    ),
    "usps": lambda sets, root, train: sets.USPS(root, train, download=True),
    "qmnist": lambda sets, root, train: sets.QMNIST(
        root, what="train" if train else "test", download=True
    ),
}
"""KMNIST (Clanuwat 2018), Fashion-MNIST (Xiao 2017), EMNIST's digits (Cohen 2017), USPS (Hull 1994)
and QMNIST (Yadav and Bottou 2019): a function of (torchvision.datasets, folder, training part?)."""


def load(name: str, folder: Path) -> Splits:
    """Both parts of the set ``name``; ``folder`` keeps what was downloaded.

    Raises:
        SynthdigitsError: torchvision can't fetch the set, or its files are damaged.
    """
    from torchvision import datasets

    parts = []
    for train in (True, False):
        try:
            parts.append(FETCHERS[name](datasets, str(folder / name), train))
        except Exception as reason:  # noqa: BLE001 - each set and each damage fails in its own way
            raise SynthdigitsError(
                f"data.source: {name}: torchvision can't fetch it: {brief(reason, 200)}; "
                f"without a way to its servers, put its files into {brief(folder / name)} as "
                "torchvision keeps them, or choose another source"
            ) from None
    train_part, test_part = (_labelled(name, part) for part in parts)
    return numbered(train_part, test_part, _class_names(parts[0]))


def _labelled(name: str, part: Any) -> Labelled:
    images, labels = np.asarray(part.data), np.asarray(part.targets)
    if name == "emnist_digits":  # its files hold every image transposed
        images = images.transpose(0, 2, 1)
    if labels.ndim == 2:  # QMNIST keeps writer and source beside the class
        labels = labels[:, 0]
    return Labelled(np.ascontiguousarray(images), labels.astype(np.int64))


def _class_names(part: Any) -> list[str] | None:
    names = getattr(part, "classes", None)
    return [str(name) for name in names] if names else None
