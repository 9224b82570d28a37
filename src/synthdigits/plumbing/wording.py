"""Words for people: one printable line, whatever came."""

from __future__ import annotations

import reprlib

MOST = 560
"""Characters of a line; of a longer one the middle is left out."""
PART = 80
"""Characters of what a line quotes."""

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2
_SHORT.maxdict = _SHORT.maxlist = _SHORT.maxtuple = _SHORT.maxset = 3
_SHORT.maxstring = _SHORT.maxother = 60


def one_line(told: object, most: int = MOST) -> str:
    """The text without line ends; what is not printable is escaped, the middle of much left out."""
    text = str(told)
    if len(text) > 2 * most:  # so that the work does not grow with what came
        text = text[:most] + text[-most:]
    joined = " ".join(line.strip() for line in text.splitlines())
    line = "".join(one if one.isprintable() else repr(one)[1:-1] for one in joined)
    head = most * 5 // 7
    return line if len(line) <= most else f"{line[:head]} … {line[head + 3 - most :]}"


def brief(told: object, most: int = PART) -> str:
    """What a line quotes: a name, the words of a library; its type where it has none."""
    return one_line(told, most) or type(told).__name__


def shown(value: object) -> str:
    """A value as Python writes it, shortened: of what is nested or long the beginnings."""
    try:
        return one_line(_SHORT.repr(value))
    except ValueError:  # Python writes no integer of thousands of digits
        return f"a huge {type(value).__name__}"
