"""Weights that a command takes where none are named: the package's, or the run's around it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import typer

from synthdigits.config import paths
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.pretrained import shipped

OWN = {
    "conditional": paths.gan_weights("conditional"),
    "unet": paths.inpainter_weights("unet"),
    "cnn": paths.classifier_weights("cnn"),
}
"""Where a run in the working directory keeps its own."""


def given_or_shipped(weights: Path | None, name: shipped.Name) -> Path:
    """The weights that were named, else the shipped ones; stderr then says so in one line.

    A package without weights gives way to those that a run in the working directory has made.

    Raises:
        SynthdigitsError: there are none, or the shipped ones are damaged.
    """
    if weights is not None:
        return weights
    if shipped.is_there():
        file, sha256 = shipped.path(name), shipped.card().weights[name].sha256
        package = f"synthdigits {version('synthdigits')}"
        told = f"shipped with {package} (sha256 {sha256[:12]}…)"
    else:
        file = OWN[name]
        told = f"{file}, of the run in this folder"
        if not file.is_file():
            raise SynthdigitsError(
                f"{file}: no such file, and no weights came with this installation: "
                "`make digits` trains some, or name yours"
            )
    typer.echo(f"weights: {name}, {told}", err=True)
    return file
