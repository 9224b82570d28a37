"""`synthdigits read`: which digit a picture shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.plumbing.errors import SynthdigitsError

if TYPE_CHECKING:
    from synthdigits.reading.preparation import Preparation

Prepared: TypeAlias = "list[tuple[Path, Preparation]]"


def read(
    images: Annotated[list[Path], typer.Argument(help="Pictures of one digit each, of any size.")],
    weights: Annotated[
        Path | None, typer.Option(help="A classifier's weights; those that ship otherwise.")
    ] = None,
    show: Annotated[
        Path | None, typer.Option(help="A picture of each step, from what was given to the answer.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read the digit in each picture: ink of any colour on paper of any other, drawn or a photo.

    The digit is found, scaled and centred as MNIST's are; 28×28 light on black is left as it is.
    A picture that can't be read is told on stderr, the others are answered, the exit status is 2.

    synthdigits read seven.jpg --show steps.png
    """
    from synthdigits.commands.default_weights import given_or_shipped
    from synthdigits.commands.pictures import check_target

    if show is not None:
        check_target(show, [*images, *([weights] if weights else [])], "RGB")
    chosen = given_or_shipped(weights, "cnn")
    prepared, faults = _prepared(images)
    answers = _answers(chosen, prepared) if prepared else []
    if show is not None and prepared:
        _draw(show, answers, [one for _, one in prepared])
    for fault in faults:
        typer.echo(f"error: {fault['error']}", err=True)
    if answers or as_json:
        lines = [f"{answer['image']}: {_in_words(answer)}" for answer in answers]
        say({"images": answers, "errors": faults}, "\n".join(lines), as_json)
    if faults:
        raise typer.Exit(2)


def _prepared(images: Sequence[Path]) -> tuple[Prepared, list[dict[str, str]]]:
    """Each picture's preparation, and what is wrong with those that can't be read."""
    from synthdigits.reading.opening import open_picture
    from synthdigits.reading.preparation import prepare

    prepared: Prepared = []
    faults: list[dict[str, str]] = []
    for path in images:
        try:
            colours = open_picture(path)
        except SynthdigitsError as error:
            faults.append({"image": str(path), "error": str(error)})
            continue
        try:
            prepared.append((path, prepare(colours)))
        except SynthdigitsError as error:
            faults.append({"image": str(path), "error": f"{path}: {error}"})
    return prepared, faults


def _answers(weights: Path, prepared: Prepared) -> list[dict[str, Any]]:
    """Label, its probability, and those of all classes, for each picture."""
    import numpy as np

    from synthdigits.classifiers.reading import class_probabilities, load_classifier

    digits = np.stack([one.digit for _, one in prepared])
    probabilities = class_probabilities(load_classifier(weights), digits).tolist()
    return [
        {
            "image": str(path),
            "label": max(range(len(row)), key=row.__getitem__),
            "probability": round(max(row), 4),
            "probabilities": [round(share, 4) for share in row],
        }
        for (path, _), row in zip(prepared, probabilities, strict=True)
    ]


def _in_words(answer: Mapping[str, Any]) -> str:
    return f"{answer['label']} ({answer['probability']:.1%})".replace("%", " %")


def _draw(
    path: Path, answers: Sequence[Mapping[str, Any]], prepared: Sequence[Preparation]
) -> None:
    from synthdigits.commands.pictures import write_picture
    from synthdigits.reading.explaining import Explained, steps

    rows = [
        Explained(one, _in_words(answer)) for one, answer in zip(prepared, answers, strict=True)
    ]
    write_picture(path, steps(rows))
