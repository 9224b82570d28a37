"""Networks on disk: safetensors with the constructor's arguments in the header. No pickles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from synthdigits.config.sections import Precision
from synthdigits.learning.device import placed
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

HEADER_KEY = "synthdigits"
N = TypeVar("N", bound=nn.Module)


@dataclass(frozen=True)
class Header:
    """What is needed to rebuild a network, and which rows are behind it.

    Attributes:
        name: the network's registry name.
        classes: how many classes it was trained on.
        arguments: its constructor's other arguments.
        training_rows: every real row that had a say in the network: it was trained on the row,
            one of its states or settings was chosen by it, or either holds for another network
            that it learned from. Inclusive ranges, as ``[[0, 53999]]``.
        precision: what its training computed in.
    """

    name: str
    classes: int
    arguments: Mapping[str, int | float]
    training_rows: list[list[int]]
    precision: Precision = "float32"


def save_weights(path: Path, network: nn.Module, header: Header) -> None:
    """Write the network's state; equal states give equal bytes."""
    tensors = {
        name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()
    }
    with replacing(path) as partial:
        save_file(tensors, partial, {HEADER_KEY: json.dumps(asdict(header), sort_keys=True)})


def read_weights(path: Path) -> tuple[Header, dict[str, Tensor]]:
    """Header and tensors of a file that :func:`save_weights` wrote.

    Raises:
        SynthdigitsError: the file is missing or was not written by this project.
    """
    try:
        with safe_open(path, framework="pt") as file:
            fields: dict[str, Any] = json.loads((file.metadata() or {})[HEADER_KEY])
            return Header(**fields), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it") from None
    except (SafetensorError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise SynthdigitsError(f"{path}: no weights of this project: {error}") from None


def load_network(path: Path, build: Callable[[Header], N]) -> tuple[Header, N]:
    """The network of a file, in evaluation mode on the device at hand, and the file's header.

    Args:
        build: a new network of the kind that the header names.

    Raises:
        SynthdigitsError: see :func:`read_weights`.
    """
    header, tensors = read_weights(path)
    network = build(header)
    network.load_state_dict(tensors)
    return header, placed(network).eval()


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
