"""`make weights FROM=RUN`: the weights that ship, copied from a finished run. Never by `dvc repro`.

What it writes into the package is to be looked at and committed.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.command_line import app_of, end
from synthdigits.commands.finished_run import FinishedRun
from synthdigits.commands.run_card import card_of, weights_in
from synthdigits.export.documents.licences import NOTICE
from synthdigits.figures import write_text
from synthdigits.plumbing.files import replacing
from synthdigits.pretrained import shipped
from synthdigits.pretrained.card import Card, write_card
from synthdigits.pretrained.page import FILE as PAGE_FILE
from synthdigits.pretrained.page import rendered

CHANGE = "networks learned from them; the weights hold no image."


def take(run: Path, folder: Path) -> Card:
    """Copy the weights of a run into ``folder``, and write their card.

    Everything is checked before the first byte is written.

    Raises:
        SynthdigitsError: the run is none that can be shipped; the message says why.
    """
    finished = FinishedRun.read(run)
    card = card_of(finished)
    notice = NOTICE.format(name="synthdigits: weights", change=CHANGE, **card.licence.model_dump())
    page = rendered(card, notice)
    for name in shipped.NAMES:
        with replacing(folder / card.weights[name].file) as partial:
            shutil.copyfile(finished.file(weights_in(name)), partial)
    write_card(folder, card)
    write_text(folder / PAGE_FILE, page)
    return card


def main(
    run: Annotated[Path, typer.Argument(metavar="FROM", help="A checkout with a finished run.")],
) -> None:
    """Take the shipped weights from a finished run: the same three of the same run, whole."""
    card = take(run, shipped.FOLDER)
    for name, facts in card.weights.items():
        typer.echo(f"{shipped.FOLDER / facts.file}: {name}, sha256 {facts.sha256[:12]}…")
    typer.echo("Look at CARD.md, then commit.")


if __name__ == "__main__":
    end(app_of(main), "python -m synthdigits.commands.weights")
