"""The state of a training on its way, kept outside DVC's outs so that a killed stage resumes.

DVC deletes a stage's outs before it runs the stage; `.ckpt/` is not one of them. A checkpoint's
folder is named after a fingerprint of everything that shapes the run, so that a changed run never
resumes a stale state. The last two checkpoints are kept: a damaged one is passed over.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from synthdigits.plumbing.files import replacing, write_through
from synthdigits.plumbing.tensor_file import DamagedError, bytes_in, read_tensors, write_tensors

ROOT = Path(".ckpt")
LAST, BEFORE = "state.safetensors", "before.safetensors"
"""The latest checkpoint, and the one before it."""


@dataclass(frozen=True)
class Progress:
    """How far a training has come: finished iterations, seconds spent, one row of losses each."""

    iteration: int
    seconds: float
    losses: list[tuple[float, ...]]


NOTHING = Progress(0, 0.0, [])


class Checkpoint:
    """The networks and optimisers of one run, saved and restored together."""

    def __init__(
        self, run: str, networks: Mapping[str, nn.Module], optimisers: Mapping[str, Optimizer]
    ) -> None:
        self.run = run
        self.path, self.before = ROOT / run / LAST, ROOT / run / BEFORE
        self.networks = networks
        self.optimisers = optimisers

    def save(self, progress: Progress) -> None:
        """Write a checkpoint that outlives a power cut; the one before it stays.

        Raises:
            NoRoomError: there is no room for it; those that lie there stay.
        """
        tensors = self._tensors()
        tensors["losses"] = torch.tensor(progress.losses, dtype=torch.float64)
        facts = {"iteration": str(progress.iteration), "seconds": repr(progress.seconds)}
        with replacing(self.path, bytes_in(tensors)) as partial:
            write_tensors(partial, tensors, {**facts, "run": self.run})
            write_through(partial)
            if self.path.exists():
                self.path.replace(self.before)
        write_through(self.path.parent)

    def restore(self) -> Progress:
        """Put the last good state into the networks and optimisers; nothing where there is none.

        A damaged one is passed over and removed, and the log says so.
        """
        there = [path for path in (self.path, self.before) if path.exists()]
        for path in there:
            try:
                return self._restored(path)
            except DamagedError as reason:
                logging.warning("%s: damaged checkpoint passed over: %s", path, reason)
                _remove(path)  # else it would be the one before the next
        if there:
            logging.warning("%s: no checkpoint is whole; the training begins again", self.run)
        return NOTHING

    def _restored(self, path: Path) -> Progress:
        tensors, facts = read_tensors(path)
        if facts.get("run") != self.run:
            raise DamagedError("it is another training's")
        losses = tensors.pop("losses", torch.empty(0))
        self._check(tensors)
        for name, network in self.networks.items():
            network.load_state_dict({key: tensors[f"{name}/{key}"] for key in network.state_dict()})
        for name, optimiser in self.optimisers.items():
            layout = optimiser.state_dict()
            layout["state"] = _nested(tensors, f"{name}/")
            optimiser.load_state_dict(layout)
            _match_memory_format(optimiser)
        rows = [tuple(row) for row in losses.tolist()]
        return Progress(int(facts["iteration"]), float(facts["seconds"]), rows)

    def _check(self, tensors: Mapping[str, Tensor]) -> None:
        """Refuse what does not fit, before anything of it is in the networks."""
        own = {
            f"{name}/{key}": value.shape
            for name, network in self.networks.items()
            for key, value in network.state_dict().items()
        }
        weights = {name: _weights_of(optimiser) for name, optimiser in self.optimisers.items()}
        for name, shape in own.items():
            if name not in tensors or tensors[name].shape != shape:
                raise DamagedError(f"{name} does not fit")
        for name in tensors.keys() - own.keys():
            optimiser, _, place = name.partition("/")
            index = place.partition("/")[0]
            if not index.isdigit() or int(index) >= len(weights.get(optimiser, [])):
                raise DamagedError(f"{name} does not belong there")

    def _tensors(self) -> dict[str, Tensor]:
        tensors = {}
        for name, network in self.networks.items():
            for key, value in network.state_dict().items():
                tensors[f"{name}/{key}"] = _packed(value)
        for name, optimiser in self.optimisers.items():
            for index, state in optimiser.state_dict()["state"].items():
                for key, value in state.items():
                    tensors[f"{name}/{index}/{key}"] = _packed(value)
        return tensors


def discard_checkpoint(run: str) -> None:
    """Remove every checkpoint of the run, those of other settings too."""
    shutil.rmtree(ROOT / run, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _packed(value: Tensor) -> Tensor:
    return value.detach().cpu().contiguous().clone()


def _weights_of(optimiser: Optimizer) -> list[Tensor]:
    return [weight for group in optimiser.param_groups for weight in group["params"]]


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
