"""The tables of `make bench`, and the scripts that it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import bench
import torch_steps
from synthdigits import zoo
from synthdigits.learning import keras

PIECES = {"product, float32": [1e9, 2e9, 1e9], "product, bfloat16": [2e9, 2e9, 2e9]}


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    """Not the ratio of the medians: the machine was slow in the second round."""
    steps = {
        ("Keras", "gan", "float32"): [2.0, 9.0, 4.0],
        ("Keras", "gan", "bfloat16"): [3.0, 3.0, 3.0],
        ("ours", "gan", "float32"): [1.0, 3.0, 4.0],
        ("ours", "gan", "bfloat16"): [1.0, 1.0, 1.0],
    }
    times, ratios = bench.step_tables(steps, {"gan": 16}, {"gan": 1e9}, PIECES)
    assert "| `gan` | 16 | float32 | 4000 (2000–9000) | – | 3000 (1000–4000) |" in times
    assert "| `gan` | float32 | 2.00 (1.00–3.00) | – | 25 % |" in ratios  # no eager rival
    assert "| `gan` | bfloat16 | 3.00 (3.00–3.00) | – | 50 % |" in ratios
    assert "| `gan` | best | 3.00 (2.00–3.00) | – |" in ratios


def test_layers_that_hardly_count_are_left_out() -> None:
    fact = {"system": "gan", "network": "generator", "flops": 1e9}
    rows = [
        {**fact, "layer": layer, "precision": precision, "seconds": seconds}
        for layer, seconds in (("long", 1.0), ("short", 0.04))
        for precision in ("float32", "bfloat16")
    ]
    drawn = bench.layer_table(rows, PIECES)
    assert "| `gan` | generator | long | 1000.0 | 100 % | 1000.0 | 50 % |" in drawn
    assert "short" not in drawn


@pytest.mark.parametrize("name", ["dcgan_plain", "dcgan_upsample"])
def test_the_eager_rivals_layers_are_the_documents_and_compute_the_same(name: str) -> None:
    generator = zoo.gan_class(name).generator_class()
    generator.eval()
    latents = torch.randn(2, 100)
    with torch.no_grad():
        expected = generator(latents)
        torch_steps.as_documented(generator)
        found = generator(latents)
    torch.testing.assert_close(found, expected)
    assert not any(
        isinstance(layer, keras.EnlargedConv2d | keras.OneChannelConv2d)
        for layer in generator.modules()
    )


@pytest.mark.slow
@pytest.mark.parametrize("rig", ["ours", "eager"])
def test_the_rivals_have_the_same_layers_and_take_steps(project: Path, rig: str) -> None:
    command = [sys.executable, "benchmarks/torch_steps.py", rig]
    printed = subprocess.run(
        [*command, json.dumps({"mlp_batchnorm": 4, "inpaint_dcgan": 2})],
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["parameters"] for row in rows] == [[4403728, 533505]] * 2 + [[315521, 382209]] * 2
    assert {row["precision"] for row in rows} == {"float32", "bfloat16"}
    assert all(row["seconds"] > 0 and row["flops"] > 0 for row in rows)
