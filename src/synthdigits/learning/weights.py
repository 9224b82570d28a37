"""Networks on disk: safetensors with the constructor's arguments in the header. No pickles."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from synthdigits.learning.device import placed
from synthdigits.learning.header import HEADER_KEY, read_header
from synthdigits.learning.header import Header as Header  # who saves weights gives them one
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.tensor_file import bytes_in
from synthdigits.plumbing.wording import shown

LARGEST_WEIGHT = 1e30
"""Beyond it sums overflow: no training ends there, but one flipped bit does."""
N = TypeVar("N", bound=nn.Module)


def save_weights(path: Path, network: nn.Module, header: Header) -> None:
    """Write the network's state; equal states give equal bytes."""
    tensors = {
        name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()
    }
    with replacing(path, bytes_in(tensors)) as partial:
        save_file(tensors, partial, {HEADER_KEY: json.dumps(asdict(header), sort_keys=True)})


def read_weights(path: Path) -> tuple[Header, dict[str, Tensor]]:
    """Header and tensors of a file that :func:`save_weights` wrote.

    Raises:
        SynthdigitsError: the file is missing, was not written by this project, or holds weights
            that are no numbers.
    """
    header, _ = read_header(path)
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise SynthdigitsError(f"{path}: no weights of this project: {error}") from None
    for name, tensor in tensors.items():
        if not bool((tensor.abs() <= LARGEST_WEIGHT).all()):  # NaN is not
            raise SynthdigitsError(
                f"{path}: damaged, or of a training that collapsed: the tensor {shown(name)} has "
                f"numbers that are none, or beyond {LARGEST_WEIGHT:g}"
            )
    return header, tensors


def load_network(
    path: Path, kind: str, names: Collection[str], build: Callable[[Header], N]
) -> tuple[Header, N]:
    """The network of a file, in evaluation mode on the device at hand, and the file's header.

    Args:
        kind: of networks that are wanted, for people.
        names: those of this kind.
        build: a new network of the name and arguments that the header gives.

    Raises:
        SynthdigitsError: see :func:`read_weights`; or the network is of another kind, or its
            tensors are not those that the header's arguments make.
    """
    header, tensors = read_weights(path)
    if header.name not in names:
        raise SynthdigitsError(
            f"{path}: holds the network {shown(header.name)}; {kind} is needed: {', '.join(names)}"
        )
    _check_tensors(path, header, tensors, build)
    network = build(header)
    network.load_state_dict(tensors)
    return header, placed(network).eval()


def _check_tensors(
    path: Path, header: Header, tensors: dict[str, Tensor], build: Callable[[Header], nn.Module]
) -> None:
    """Refuse other tensors than a network has, found on one without memory before it is built."""
    given = f"classes {header.classes}, {shown(dict(header.arguments))}"
    told = header.arguments.get("classes", header.classes)
    if told != header.classes:
        raise SynthdigitsError(f"{path}: damaged: {header.classes} classes, and {told} in {given}")
    try:
        with torch.device("meta"):
            wanted = build(header).state_dict()
    except (TypeError, ValueError, RuntimeError, OverflowError, ZeroDivisionError) as error:
        raise SynthdigitsError(f"{path}: no {header.name} is made of {given}: {error}") from None
    for name in sorted(wanted.keys() | tensors.keys()):
        here, there = _layout(tensors.get(name)), _layout(wanted.get(name))
        if here != there:
            raise SynthdigitsError(
                f"{path}: the tensor {shown(name)} is {here}; {header.name} of {given} has {there}"
            )


def _layout(tensor: Tensor | None) -> str:
    if tensor is None:
        return "missing"
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"


def parameter_count(network: nn.Module) -> int:
    """Learned weights and BatchNorm's running statistics, as Keras' summaries count them."""
    counted = [value for value in network.state_dict().values() if value.is_floating_point()]
    return sum(value.numel() for value in counted)


def rows_behind(*paths: Path) -> list[list[int]]:
    """The rows behind all these weights together."""
    return merged([rows for path in paths for rows in read_weights(path)[0].training_rows])


def ranges_of(rows: NDArray[np.int64]) -> list[list[int]]:
    """Row numbers as inclusive ranges: 0, 1, 2, 7 gives [[0, 2], [7, 7]]."""
    return merged([[int(row), int(row)] for row in rows])


def merged(ranges: list[list[int]]) -> list[list[int]]:
    """Sorted, disjoint inclusive ranges that cover the same rows."""
    joined: list[list[int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(last, joined[-1][1])
        else:
            joined.append([first, last])
    return joined
