"""The state of a training on its way, kept outside DVC's outs so that a killed stage resumes.

DVC deletes a stage's outs before it runs the stage; `.ckpt/` is not one of them. A checkpoint's
folder is named after a fingerprint of everything that shapes the run (parameters, digits, the code
that it imports), so that a changed run never resumes a stale state.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer

from synthdigits.plumbing.files import replacing

ROOT = Path(".ckpt")
SHAPES_NO_BYTE = ("plumbing", "config", "orchestration", "commands")
"""Rooms of which an edit changes no result: a run resumes in spite of it."""


@dataclass(frozen=True)
class Progress:
    """How far a training has come: finished iterations, seconds spent, one row of losses each."""

    iteration: int
    seconds: float
    losses: list[tuple[float, ...]]


def fingerprint(
    settings: Sequence[Any], arrays: Iterable[NDArray[Any]], files: Iterable[Path]
) -> str:
    """A short name for settings, input arrays, input files and the code that is running."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for path in (*_running_code(), *files):
        digest.update(path.read_bytes())
    for array in arrays:
        digest.update(array.tobytes())
    return digest.hexdigest()[:16]


def _running_code() -> list[Path]:
    """Files of the project's modules that this process has imported and that shape bytes."""
    package, *_ = __name__.split(".")
    files = [
        Path(module.__file__)
        for name, module in sorted(sys.modules.items())
        if name.startswith(f"{package}.") and module.__file__
    ]
    return [file for file in files if file.parent.name not in SHAPES_NO_BYTE]


class Checkpoint:
    """The networks and optimisers of one run, saved and restored together."""

    def __init__(
        self, run: str, networks: Mapping[str, nn.Module], optimisers: Mapping[str, Optimizer]
    ) -> None:
        self.path = ROOT / run / "state.safetensors"
        self.networks = networks
        self.optimisers = optimisers

    def save(self, progress: Progress) -> None:
        tensors = {"losses": torch.tensor(progress.losses, dtype=torch.float64)}
        for name, network in self.networks.items():
            for key, value in network.state_dict().items():
                tensors[f"{name}/{key}"] = _packed(value)
        for name, optimiser in self.optimisers.items():
            for index, state in optimiser.state_dict()["state"].items():
                for key, value in state.items():
                    tensors[f"{name}/{index}/{key}"] = _packed(value)
        counts = {"iteration": str(progress.iteration), "seconds": repr(progress.seconds)}
        with replacing(self.path) as partial:
            save_file(tensors, partial, counts)

    def restore(self) -> Progress:
        """Put a saved state into the networks and optimisers; a fresh start where there is none."""
        if not self.path.exists():
            return Progress(0, 0.0, [])
        with safe_open(self.path, framework="pt") as file:
            counts = file.metadata()
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
        for name, network in self.networks.items():
            network.load_state_dict({key: tensors[f"{name}/{key}"] for key in network.state_dict()})
        for name, optimiser in self.optimisers.items():
            layout = optimiser.state_dict()
            layout["state"] = _nested(tensors, f"{name}/")
            optimiser.load_state_dict(layout)
            _match_memory_format(optimiser)
        losses = [tuple(row) for row in tensors["losses"].tolist()]
        return Progress(int(counts["iteration"]), float(counts["seconds"]), losses)


def discard_checkpoint(run: str) -> None:
    """Remove every checkpoint of the run, those of other settings too."""
    shutil.rmtree(ROOT / run, ignore_errors=True)


def _packed(value: Tensor) -> Tensor:
    return value.detach().cpu().contiguous().clone()


def _match_memory_format(optimiser: Optimizer) -> None:
    """Lay the moments out as their weights are: the fused optimisers walk both side by side."""
    for weight, state in optimiser.state.items():
        for key, value in state.items():
            if value.shape == weight.shape:
                state[key] = torch.empty_like(weight).copy_(value)


def _nested(tensors: Mapping[str, Tensor], prefix: str) -> dict[int, dict[str, Tensor]]:
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith(prefix):
            index, key = name.removeprefix(prefix).split("/")
            state.setdefault(int(index), {})[key] = value
    return state
