"""Names of classes, which may be those of folders that anybody named."""

from __future__ import annotations

import unicodedata

MOST_CLASSES = 256
"""Labels are unsigned bytes."""
LONGEST_FOLDER = 100
"""Bytes in a folder's name; file systems allow 255."""
SAFE = "_.,+=@() -"
"""What no file system, URL or shell takes for something else, beside letters and digits."""


def complaint(classes: list[str]) -> str | None:
    """Why names can't stand for the labels 0, 1, 2 …; nothing where they can."""
    if not 1 <= len(classes) <= MOST_CLASSES:
        return f"{len(classes)} classes; allowed: 1 to {MOST_CLASSES}"
    if len(set(classes)) < len(classes):
        return "two classes have one name"
    for label, name in enumerate(classes):
        if not name.strip():
            return f"class {label} has no name"
        if any(unicodedata.category(letter) == "Cs" for letter in name):
            return f"the name of class {label} is not UTF-8"
    return None


def folders_of(classes: list[str]) -> list[str]:
    """A folder's name for each class; their alphabetical order is that of the labels.

    ``torchvision.datasets.ImageFolder`` numbers folders in alphabetical order, so 10 would come
    before 2: numbers are padded. Names that are out of order, or that no folder can have
    everywhere, get their number in front.
    """
    apart = len({name.casefold() for name in classes}) == len(classes)
    if classes == sorted(classes) and apart and all(map(_fits, classes)):
        return classes
    width = len(str(len(classes) - 1))
    numbers = [f"{label:0{width}}" for label in range(len(classes))]
    if classes == [str(label) for label in range(len(classes))]:
        return numbers
    return [f"{number}-{_safe(name)}" for number, name in zip(numbers, classes, strict=True)]


def _fits(name: str) -> bool:
    ends = name[0] in ".- " or name[-1] in ". "
    return not ends and all(map(_is_safe, name)) and len(name.encode()) <= LONGEST_FOLDER


def _safe(name: str) -> str:
    safe = "".join(letter if _is_safe(letter) else "_" for letter in name)
    return safe.encode()[: LONGEST_FOLDER - 4].decode(errors="ignore").rstrip(". ")


def _is_safe(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return letter in SAFE or kind[0] in "LMN" or kind == "So"  # signs such as emoji
