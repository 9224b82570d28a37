"""Tensors and a few facts in one file that knows its own checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

CHECKSUM = "sha256"


class DamagedError(Exception):
    """A file holds something else than what was written; the message says what."""


def write_tensors(path: Path, tensors: Mapping[str, Tensor], facts: Mapping[str, str]) -> None:
    """Write tensors, which lie on the CPU, and facts beside them."""
    save_file(dict(tensors), path, {**facts, CHECKSUM: _checksum(tensors, facts)})


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """What :func:`write_tensors` wrote.

    Raises:
        DamagedError: it isn't any more.
    """
    if not path.is_file():
        raise DamagedError("no file")
    try:
        with safe_open(path, framework="pt") as file:
            facts: dict[str, str] = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (SafetensorError, OSError) as error:
        raise DamagedError(f"not whole: {error}") from None
    if facts.pop(CHECKSUM, None) != _checksum(tensors, facts):
        raise DamagedError("its checksum is another one")
    return tensors, facts


def bytes_in(tensors: Mapping[str, Tensor]) -> int:
    return sum(tensor.nbytes for tensor in tensors.values())


def _checksum(tensors: Mapping[str, Tensor], facts: Mapping[str, str]) -> str:
    """Over the content and not the file's bytes, for it has to stand in the file itself."""
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
