"""Checkpoints that are torn, flipped or somebody else's: a refusal is a line that passes one over.

What is resumed then has to be a state that was saved, or the fresh start.
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import torch
from hypothesis import strategies as st
from safetensors.torch import save
from torch import nn
from torch.optim import Adam

from reliability.doors import Case, Door
from synthdigits.plumbing.checkpoint import BEFORE, LAST, ROOT, Checkpoint, Progress
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.tensor_file import write_tensors

RUN = "gan test/0123-float32"
Change = Callable[[bytes], bytes]


class _Trained:
    """A small network, its optimiser, and what they are after so many steps."""

    def __init__(self, run: str = RUN, outputs: int = 3) -> None:
        torch.manual_seed(0)
        self.network = nn.Linear(4, outputs)
        self.optimiser = Adam(self.network.parameters())
        self.checkpoint = Checkpoint(run, {"net": self.network}, {"adam": self.optimiser})

    def step(self) -> None:
        self.network(torch.ones(2, 4)).sum().backward()
        self.optimiser.step()

    def weights(self) -> list[torch.Tensor]:
        return [weight.detach().clone() for weight in self.network.parameters()]


@cache
def _saved() -> tuple[dict[str, bytes], dict[int, list[torch.Tensor]]]:
    """Bytes of both checkpoints, and the weights after 0, 1 and 2 iterations."""
    trained, weights = _Trained(), {}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        weights[0] = trained.weights()
        for iteration in (1, 2):
            trained.step()
            trained.checkpoint.save(Progress(iteration, 0.5, [(0.1,)] * iteration))
            weights[iteration] = trained.weights()
        return {name: (ROOT / RUN / name).read_bytes() for name in (LAST, BEFORE)}, weights


def _of_another(run: str = RUN, outputs: int = 3) -> bytes:
    """A whole checkpoint of another training or another network."""
    other = _Trained(run, outputs)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        other.step()
        other.checkpoint.save(Progress(7, 0.5, [(0.1,)] * 7))
        return other.checkpoint.path.read_bytes()


def _with_facts(**facts: str) -> bytes:
    """A file whose checksum is right and whose content isn't."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        write_tensors(path, {"adam/9/step": torch.zeros(1)}, facts)
        return path.read_bytes()


def _npz() -> bytes:
    file = io.BytesIO()
    np.savez(file, images=np.zeros(3))
    return file.getvalue()


def _unharmed(content: bytes) -> bytes:
    return content


def _write(folder: Path, damage: dict[str, Change | None]) -> None:
    for name, whole in _saved()[0].items():
        path = folder / ROOT / RUN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        change = damage.get(name, _unharmed)
        if change is None:
            path.mkdir()
        else:
            path.write_bytes(change(whole))


def _enter(folder: Path) -> object:
    trained = _Trained()
    with chdir(folder), _lines() as lines:
        iteration = trained.checkpoint.restore().iteration
    for weight, expected in zip(trained.weights(), _saved()[1][iteration], strict=True):
        assert torch.equal(weight, expected)
    assert bool(trained.optimiser.state) == bool(iteration)
    if lines:
        raise SynthdigitsError(lines[0])
    assert iteration == 2
    return iteration


@contextmanager
def _lines() -> Iterator[list[str]]:
    """What is logged in the block."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)


place = st.integers(0, 2**20)


def _torn(at: int) -> Change:
    return lambda content: content[: at % len(content)]


def _flipped(at: int, bit: int) -> Change:
    def change(content: bytes) -> bytes:
        spot = at % len(content)
        return content[:spot] + bytes([content[spot] ^ 1 << bit]) + content[spot + 1 :]

    return change


def _overwritten(at: int, by: bytes) -> Change:
    def change(content: bytes) -> bytes:
        spot = at % len(content)
        changed = content[:spot] + by + content[spot + len(by) :]
        return changed if changed != content else content[:-1]

    return change


def _zeroed(at: int) -> Change:
    """As a file is whose last blocks never reached the disk."""
    return lambda content: content[: at % len(content)].ljust(len(content) + 1, b"\0")


FOREIGN: dict[str, Callable[[], bytes]] = {
    "another run's": lambda: _of_another("gan other/0123-float32"),
    "another precision's": lambda: _of_another("gan test/0123-bfloat16"),
    "a larger network's": lambda: _of_another(outputs=5),
    "of other weights": lambda: save({"net/weight": torch.zeros(3, 4)}),
    "of a wrong optimiser": lambda: _with_facts(run=RUN, iteration="1", seconds="1"),
    "of no facts": lambda: _with_facts(),
    "an NPZ": _npz,
    "text": lambda: b"iteration: 4\n",
    "nothing": lambda: b"",
    "a header of 2**63 bytes": lambda: b"\xff" * 7 + b"\x7f{}",
}
changes: st.SearchStrategy[tuple[str, Change | None]] = st.one_of(
    place.map(lambda at: (f"torn at {at}", _torn(at))),
    st.builds(
        lambda at, bit: (f"bit {bit} of {at} flipped", _flipped(at, bit)), place, st.integers(0, 7)
    ),
    st.builds(
        lambda at, by: (f"{len(by)} bytes at {at} overwritten", _overwritten(at, by)),
        place,
        st.binary(min_size=1, max_size=200),
    ),
    place.map(lambda at: (f"zeros from {at} on", _zeroed(at))),
    st.binary(min_size=1, max_size=9).map(lambda more: ("longer", lambda content: content + more)),
    st.sampled_from(sorted(FOREIGN)).map(lambda kind: (kind, lambda _: FOREIGN[kind]())),
    st.just(("a folder", None)),
)


def _case(last: tuple[str, Change | None], before: tuple[str, Change | None] | None) -> Case:
    damage = {LAST: last[1]} | ({BEFORE: before[1]} if before else {})
    told = f"the last: {last[0]}; the one before: {before[0] if before else 'whole'}"
    return Case(told, lambda folder: _write(folder, damage))


DOOR = Door(
    "checkpoints",
    st.builds(_case, changes, st.none() | changes),
    _enter,
    "synthdigits.plumbing.checkpoint.read_tensors",
    examples=200,
)
