"""Names of classes that come from folders: they end up in cards, tables, YAML and file names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import brief

LONGEST = 64
ALLOWED = f"printable characters, at most {LONGEST}, no space at either end"


def check(names: Sequence[str]) -> None:
    """Refuse names that no document could hold or that no reader could tell apart.

    What is not UTF-8, a control character, a line break of any kind and what directs text from
    right to left are not printable.

    Raises:
        SynthdigitsError: at the first such name.
    """
    for name in names:
        if not name.isprintable() or name.strip() != name or not 0 < len(name) <= LONGEST:
            raise SynthdigitsError(f"class {brief(ascii(name))}: allowed in a name: {ALLOWED}")
    by_look: dict[str, str] = {}
    for name in names:
        look = unicodedata.normalize("NFC", name)
        if look in by_look:
            raise SynthdigitsError(
                f"classes {brief(ascii(by_look[look]))} and {brief(ascii(name))} look the same"
            )
        by_look[look] = name
