"""`synthdigits measure`: how close a set of one's own comes to MNIST, by the ruler."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.digits.digits import Digits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.npz import npz_names, read_npz
from synthdigits.plumbing.wording import brief

LEAST = 100
"""Images below which a covariance of the ruler's features says nothing."""
SAMPLED = ("image", "label", "row")
"""Arrays of an NPZ that `synthdigits sample` wrote: those of :class:`Digits`, in its order."""
COMPARABLE = 10_000
"""Images of MNIST's test set, whose distance is the floor."""


def measure(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="SET",
            help="What `synthdigits sample` wrote as .npz, an NPZ of x_train and y_train as Keras "
            "has it, IDX files in a folder, or a folder of images for each class.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Measure a labelled set against MNIST, by the ruler that comes with the package.

    The ruler is frozen, so that figures compare between machines, branches and projects: those of
    the Fréchet distance between sets of as many images, of all ten classes. No MNIST is needed.

    synthdigits measure digits.npz
    """
    facts = figures_of(read_set(path))
    lines = [
        f"{path}: {facts['images']} images, ruler {facts['ruler'][:12]}",
        f"Fréchet distance: {facts['frechet_distance']:.3f}, {facts['frechet_over_floor']:.1f} "
        "times that of MNIST's 10000 test digits",
        f"recognisable: {facts['recognisable']:.1%} (0.9 for some class)",
        f"labels that the ruler reads: {facts['label_accuracy']:.1%}",
        f"class balance: {facts['class_balance']:.3f} (1: every class equally often)",
    ]
    for warning in _warnings(facts):
        typer.echo(f"{path}: {warning}", err=True)
    say(facts, "\n".join(lines), as_json)


def _warnings(facts: dict[str, Any]) -> Iterator[str]:
    """Why the Fréchet distance is larger than the digits' look accounts for."""
    if missing := facts["missing_classes"]:
        yield f"{missing} of MNIST's classes are missing: far from MNIST for that alone"
    if facts["images"] < COMPARABLE:
        yield f"fewer than {COMPARABLE} images: farther from MNIST for that alone"


def figures_of(digits: Digits) -> dict[str, Any]:
    """Distances to real digits, and what the ruler reads.

    Raises:
        SynthdigitsError: there are too few images.
    """
    from synthdigits.classifiers.reading import features_of
    from synthdigits.comparison.labels import label_quality
    from synthdigits.ruler.moments import Moments, frechet_distance
    from synthdigits.ruler.ruler import SHIPPED, load_ruler

    if len(digits) < LEAST:
        raise SynthdigitsError(f"{len(digits)} images: at least {LEAST} are needed to measure them")
    ruler, present = load_ruler(SHIPPED), set(digits.labels.tolist())
    distance = frechet_distance(ruler.train, Moments.of(features_of(ruler.network, digits.images)))
    return {
        "images": len(digits),
        "classes": len(present),
        "missing_classes": len(set(range(ruler.header.classes)) - present),
        "ruler": ruler.sha256,
        "frechet_distance": distance,
        "frechet_over_floor": distance / frechet_distance(ruler.train, ruler.test),
        **label_quality(digits, ruler.network),
    }


def read_set(path: Path) -> Digits:
    """The labelled images of a file or folder; of several parts the training part.

    Raises:
        SynthdigitsError: it is none of the forms that the command knows.
    """
    from synthdigits.sources import own

    if not path.exists():
        raise SynthdigitsError(f"{brief(path)}: no such file or folder")
    sampled = _sampled(path) if path.suffix == ".npz" else None
    return own.read(path).train if sampled is None else sampled


def _sampled(path: Path) -> Digits | None:
    """An NPZ as `synthdigits sample` writes it; none where it is of another kind."""
    try:
        if not set(SAMPLED) <= set(npz_names(path)):
            return None
        arrays = read_npz(path, SAMPLED)
        return Digits(*(arrays[name] for name in SAMPLED))
    except (ValueError, SynthdigitsError) as error:
        raise SynthdigitsError(f"{brief(path)}: {error}") from None
