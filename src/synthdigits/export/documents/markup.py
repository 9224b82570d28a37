"""Strangers' words in Markdown: shown as they are, never taken for markup."""

from __future__ import annotations

IN_CODE = set("`|<>&\\")
"""What ends a code span or a table's cell, or is HTML to some reader."""
IN_TEXT = IN_CODE | set("*[]#")


def code(text: str) -> str:
    """``text`` as code, in back-ticks where they do."""
    if text == text.strip() and not any(_is_odd(letter, IN_CODE) for letter in text):
        return f"`{text}`"
    return f"<code>{_escaped(text, IN_CODE)}</code>"


def plain(text: str) -> str:
    """``text`` within a sentence or a table's cell."""
    return _escaped(text, IN_TEXT)


def _escaped(text: str, odd: set[str]) -> str:
    inner = text.strip(" ")
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - before - len(inner)
    escaped = "".join(f"&#{ord(letter)};" if _is_odd(letter, odd) else letter for letter in inner)
    return "&#32;" * before + escaped + "&#32;" * after


def _is_odd(letter: str, odd: set[str]) -> bool:
    return letter in odd or not letter.isprintable()
