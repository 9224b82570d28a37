"""CARD.md: the card for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthdigits.markdown import markdown_environment
from synthdigits.pretrained.card import Card, scalars

FILE = "CARD.md"
TEMPLATE = "CARD.md.j2"


def rendered(card: Card, notice: str) -> str:
    """The page; ``notice`` is what the licence of the real digits asks to be said."""
    environment = markdown_environment("synthdigits.pretrained")
    environment.filters |= {"scalars": scalars, "ranges": _ranges, "at": _at}
    return environment.get_template(TEMPLATE).render(card=card, notice=notice)


def _ranges(rows: list[list[int]]) -> str:
    return ", ".join(f"{first}–{last}" for first, last in rows)


def _at(params: Mapping[str, Any], schedule: str) -> dict[str, Any]:
    """Parameters with the one value that holds at the schedule."""
    return {
        key: value[schedule] if isinstance(value, Mapping) and schedule in value else value
        for key, value in params.items()
    }
