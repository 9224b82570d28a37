"""The ruler on disk and in memory: network, real digits' moments, and its name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.sections import RulerParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.device import placed
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing, sha256_of
from synthdigits.ruler.moments import Moments
from synthdigits.ruler.network import RulerNetwork

SHIPPED = Path(__file__).parent / "mnist.safetensors"
"""MNIST's ruler, which came with the package."""
HEADER_KEY = "synthdigits ruler"
SIDES = ("train", "test")


@dataclass(frozen=True)
class Header:
    """What is known of a ruler beside its numbers.

    Attributes:
        name: of the digits and the parameters that it was made from, see :func:`name_of`.
        classes: how many classes it reads.
        training_rows: inclusive ranges of the real rows that it learned from.
        validation_accuracy: on the training rows that were held back from it.
    """

    name: str
    classes: int
    training_rows: list[list[int]]
    validation_accuracy: float


@dataclass(frozen=True)
class Ruler:
    """A frozen network, and what real digits look like to it.

    Attributes:
        network: in evaluation mode, on the device at hand.
        train: moments of all real training digits' features, the distances' other end.
        test: likewise of the real test digits.
        sha256: of the ruler's file; two figures compare where this is the same.
    """

    header: Header
    network: Classifier
    train: Moments
    test: Moments
    sha256: str


def name_of(train: Digits, test: Digits, params: RulerParams) -> str:
    """A name of 16 hexadecimal digits that other digits or other parameters would change."""
    digest = hashlib.sha256(json.dumps(params.model_dump(), sort_keys=True).encode())
    for digits in (train, test):
        for array in (digits.images, digits.labels, digits.rows):
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def save_ruler(
    path: Path, header: Header, network: RulerNetwork, train: Moments, test: Moments
) -> None:
    """Write a ruler; equal ones give equal bytes."""
    tensors = {key: value.detach().cpu() for key, value in network.state_dict().items()}
    for side, moments in zip(SIDES, (train, test), strict=True):
        tensors[f"{side}.mean"] = torch.from_numpy(moments.mean)
        tensors[f"{side}.covariance"] = torch.from_numpy(moments.covariance)
    with replacing(path) as partial:
        contiguous = {key: value.contiguous() for key, value in tensors.items()}
        save_file(contiguous, partial, {HEADER_KEY: json.dumps(vars(header), sort_keys=True)})


def load_ruler(path: Path) -> Ruler:
    """What :func:`save_ruler` wrote.

    Raises:
        SynthdigitsError: the file is missing, or holds no ruler of this version.
    """
    header = read_header(path)
    with safe_open(path, framework="pt") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict
    train, test = (
        Moments(tensors.pop(f"{side}.mean").numpy(), tensors.pop(f"{side}.covariance").numpy())
        for side in SIDES
    )
    network = RulerNetwork(header.classes)
    try:
        network.load_state_dict(tensors)
    except RuntimeError:
        raise SynthdigitsError(f"{path}: a ruler of another version of synthdigits") from None
    return Ruler(header, placed(network).eval(), train, test, sha256_of(path))


def read_header(path: Path) -> Header:
    """What is known of the ruler in a file, without its numbers.

    Raises:
        SynthdigitsError: the file is missing, or holds no ruler.
    """
    try:
        with safe_open(path, framework="pt") as file:
            fields: dict[str, Any] = json.loads((file.metadata() or {})[HEADER_KEY])
            return Header(**fields)
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it") from None
    except (SafetensorError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise SynthdigitsError(f"{path}: no ruler: {error}") from None
