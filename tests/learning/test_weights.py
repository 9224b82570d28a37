"""Weights on disk: rebuilt from their header, never unpickled."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from synthdigits.classifiers.networks import Cnn
from synthdigits.learning.header import HEADER_KEY
from synthdigits.learning.weights import (
    Header,
    merged,
    ranges_of,
    read_weights,
    rows_behind,
    save_weights,
)
from synthdigits.plumbing.errors import SynthdigitsError

HEADER = Header("cnn", 10, {"width": 3}, [[0, 9], [20, 29]])


def test_header_and_tensors_survive_the_disk(tmp_path: Path) -> None:
    network = Cnn(10).to(memory_format=torch.channels_last)
    save_weights(tmp_path / "a.safetensors", network, HEADER)
    header, tensors = read_weights(tmp_path / "a.safetensors")
    assert header == HEADER
    for name, value in network.state_dict().items():
        assert torch.equal(tensors[name], value)


def test_weights_from_before_their_precision_was_told_are_float32(tmp_path: Path) -> None:
    save_weights(tmp_path / "new", Cnn(10), replace(HEADER, precision="bfloat16"))
    assert read_weights(tmp_path / "new")[0].precision == "bfloat16"
    fields = {key: value for key, value in asdict(HEADER).items() if key != "precision"}
    save_file(Cnn(10).state_dict(), tmp_path / "old", {HEADER_KEY: json.dumps(fields)})
    assert read_weights(tmp_path / "old")[0].precision == "float32"


def test_equal_networks_give_equal_bytes(tmp_path: Path) -> None:
    network = Cnn(10)
    for name in ("a", "b"):
        save_weights(tmp_path / name, network, HEADER)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_other_files_are_refused_and_nothing_is_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    with pytest.raises(SynthdigitsError, match="no such file"):
        read_weights(path)
    path.write_bytes(pickle.dumps({"weight": 1}))
    with pytest.raises(SynthdigitsError, match="no weights of this project"):
        read_weights(path)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], []),
        ([[0, 2], [3, 5]], [[0, 5]]),
        ([[8, 9], [0, 5], [2, 3]], [[0, 5], [8, 9]]),
    ],
)
def test_ranges_are_joined(ranges: list[list[int]], expected: list[list[int]]) -> None:
    assert merged(ranges) == expected


def test_rows_become_ranges() -> None:
    assert ranges_of(np.array([7, 0, 2, 1], np.int64)) == [[0, 2], [7, 7]]


def test_the_rows_behind_several_weights_are_joined(tmp_path: Path) -> None:
    other = Header("cnn", 10, {}, [[10, 14]])
    save_weights(tmp_path / "a", Cnn(10), HEADER)
    save_weights(tmp_path / "b", Cnn(10), other)
    assert rows_behind(tmp_path / "a", tmp_path / "b") == [[0, 14], [20, 29]]
