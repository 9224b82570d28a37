"""Weights that a command takes where none are named: the package's."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import typer

from synthdigits.pretrained import shipped


def given_or_shipped(weights: Path | None, name: shipped.Name) -> Path:
    """The weights that were named, else the shipped ones; stderr then says so in one line.

    Raises:
        SynthdigitsError: the shipped ones are missing or damaged.
    """
    if weights is not None:
        return weights
    file, sha256 = shipped.path(name), shipped.card().weights[name].sha256
    package = f"synthdigits {version('synthdigits')}"
    typer.echo(f"weights: {name}, shipped with {package} (sha256 {sha256[:12]}…)", err=True)
    return file
