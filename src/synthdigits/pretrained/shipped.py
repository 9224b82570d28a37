"""Finding a file of the shipped weights, and its check before anybody loads it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import sha256_of
from synthdigits.pretrained.card import Card, read_card

FOLDER = Path(__file__).parent
Name = Literal["conditional", "unet", "cnn"]
NAMES: tuple[Name, ...] = get_args(Name)


def path(name: str) -> Path:
    """The file of shipped weights, whose bytes are those that the card names.

    Raises:
        SynthdigitsError: no weights of that name are shipped, or the file or the card is missing
            or damaged.
    """
    facts = card().weights.get(name)
    if facts is None:
        raise SynthdigitsError(f"no weights {name!r} are shipped; there are {', '.join(NAMES)}")
    file = FOLDER / facts.file
    try:
        found = sha256_of(file)
    except FileNotFoundError:
        raise SynthdigitsError(f"{file}: missing, though card.json names it") from None
    if found != facts.sha256:
        raise SynthdigitsError(
            f"{file}: damaged: its sha256 is {found[:12]}…, card.json says {facts.sha256[:12]}…; "
            "install synthdigits again"
        )
    return file


def card() -> Card:
    """What the shipped weights are and how good they are.

    Raises:
        SynthdigitsError: the card is missing or damaged.
    """
    return read_card(FOLDER)
