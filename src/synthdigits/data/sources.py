"""Where real digits come from: each source is a function from a Request to Splits."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synthdigits.data import idx
from synthdigits.data.digits import SIDE, Digits
from synthdigits.data.fetching import RemoteFile, fetch
from synthdigits.errors import SynthdigitsError

MNIST_FILES = {
    "train_images": RemoteFile(
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        9_912_422,
    ),
    "train_labels": RemoteFile(
        "train-labels-idx1-ubyte.gz",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        28_881,
    ),
    "test_images": RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        1_648_877,
    ),
    "test_labels": RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        4_542,
    ),
}
DIGITS_TEST_FRACTION = 0.2


@dataclass(frozen=True)
class Request:
    """What a source may need: mirrors in order, and a folder that keeps downloads between runs."""

    mirrors: Sequence[str]
    downloads: Path


@dataclass(frozen=True)
class Splits:
    train: Digits
    test: Digits


def mnist(request: Request) -> Splits:
    """MNIST (LeCun, Cortes, Burges): 60 000 training and 10 000 test digits."""
    arrays = {}
    for part, file in MNIST_FILES.items():
        path = fetch(file, request.mirrors, request.downloads / "mnist")
        arrays[part] = idx.decode(gzip.decompress(path.read_bytes()))
    return _numbered(
        arrays["train_images"], arrays["train_labels"], arrays["test_images"], arrays["test_labels"]
    )


def digits(_: Request) -> Splits:
    """scikit-learn's bundled digits (UCI, Alpaydin and Kaynak 1998), 1 797 in all, 8×8 pixels.

    Each is enlarged to 20×20 and centred on 28×28, as MNIST's digits are; a fifth of each class
    is the test part.
    """
    from PIL import Image
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    bundle = load_digits()
    small = np.round(bundle.images * (255 / 16)).astype(np.uint8)
    resized = [Image.fromarray(one).resize((20, 20), Image.Resampling.BICUBIC) for one in small]
    images = np.pad(np.stack([np.asarray(one) for one in resized]), ((0, 0), (4, 4), (4, 4)))
    labels = bundle.target.astype(np.uint8)
    train, test = train_test_split(
        np.arange(len(labels)), test_size=DIGITS_TEST_FRACTION, stratify=labels, random_state=0
    )
    return _numbered(images[train], labels[train], images[test], labels[test])


SOURCES: Mapping[str, Callable[[Request], Splits]] = {"mnist": mnist, "digits": digits}


def _numbered(
    train_images: NDArray[np.uint8],
    train_labels: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
) -> Splits:
    if train_images.shape[1:] != (SIDE, SIDE):
        raise SynthdigitsError(f"images must be {SIDE}×{SIDE}, got {train_images.shape[1:]}")
    rows = np.arange(len(train_labels) + len(test_labels), dtype=np.int64)
    return Splits(
        Digits(train_images, train_labels, rows[: len(train_labels)]),
        Digits(test_images, test_labels, rows[len(train_labels) :]),
    )
