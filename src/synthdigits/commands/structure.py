"""`make structure`: which room imports which, drawn floor by floor into docs/structure.md.

A room is a folder of the package, or one of its files that stand alone. What is imported for types
alone, or inside a function, counts as well; what is imported by name (a model's file) doesn't.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

PACKAGE = "synthdigits"
SOURCE, PAGE = Path("src/synthdigits"), Path("docs/structure.md")
WIDTH = 120
BEGIN, END = "<!-- structure -->", "<!-- end -->"
FLOORS: Mapping[str, tuple[str, ...]] = {
    "ground": ("plumbing", "randomness", "markdown"),
    "parameters and files": ("config", "figures", "pretrained"),
    "digits and numbers": ("digits", "sources", "measures", "drawing", "reading"),
    "engine": ("learning", "classifiers", "zoo"),
    "what models share": ("classification", "adversarial", "inpainting"),
    "models": ("gans", "inpainters", "ruler"),
    "what trained models are used for": (
        "sampling",
        "interface",
        "comparison",
        "study",
        "study/training",
        "study/reading",
        "export/formats",
        "export/documents",
        "export/checks",
        "export",
    ),
    "report": ("reporting",),
    "stages side by side": ("orchestration",),
    "commands": ("commands", "cli"),
}
"""Lowest first. A room imports from its own floor and from those below, never in a circle."""


def main() -> None:
    text = drawn(PAGE.read_text(encoding="utf-8"), imports_between(SOURCE))
    PAGE.write_text(text, encoding="utf-8", newline="\n")


def drawn(page: str, rooms: Mapping[str, set[str]]) -> str:
    """The page with the drawing, and a list of all imports, between its markers."""
    body = f"{BEGIN}\n{mermaid(rooms)}\n\n{listing(rooms)}\n{END}"
    return re.sub(f"{BEGIN}.*{END}", lambda _: body, page, flags=re.S)


def mermaid(rooms: Mapping[str, set[str]]) -> str:
    """A graph with the highest floor on top."""
    lines = ["```mermaid", "flowchart TD"]
    for number, (floor, names) in reversed(list(enumerate(FLOORS.items()))):
        lines.append(f'  subgraph floor{number}["{floor}"]')
        lines += [f'    {_node(name)}["{name}"]' for name in names if name in rooms]
        lines.append("  end")
    for room in sorted(rooms):
        lines += [f"  {_node(room)} --> {_node(other)}" for other in sorted(nearest(room, rooms))]
    return "\n".join([*lines, "```"])


def listing(rooms: Mapping[str, set[str]]) -> str:
    """What each room imports, the highest floor first."""
    order = [room for names in reversed(list(FLOORS.values())) for room in names if room in rooms]
    items = [f"- `{room}`: {', '.join(sorted(rooms[room])) or 'nothing'}" for room in order]
    return "\n".join(fill(item, WIDTH, subsequent_indent="  ") for item in items)


def nearest(room: str, rooms: Mapping[str, set[str]]) -> set[str]:
    """Of the rooms that a room imports, those that none of the others imports in turn."""
    used = rooms[room]
    return used - set().union(*(reached(other, rooms) for other in used))


def reached(room: str, rooms: Mapping[str, set[str]]) -> set[str]:
    """Every room that a room imports, also through others."""
    found: set[str] = set()
    waiting = set(rooms[room])
    while waiting:
        found |= waiting
        waiting = set().union(*(rooms[other] for other in waiting)) - found
    return found


def _node(room: str) -> str:
    return room.replace("/", "_")


def imports_between(source: Path) -> dict[str, set[str]]:
    """By room, the rooms that it imports; ``source`` is the folder of the package."""
    modules = {module_of(source, file): file for file in sorted(source.rglob("*.py"))}
    del modules[PACKAGE]  # the front, which imports lazily; it belongs to no room
    rooms: dict[str, set[str]] = {}
    for module, file in modules.items():
        used = {room_of(other, modules) for other in imported_modules(file, set(modules))}
        rooms.setdefault(room_of(module, modules), set()).update(used)
    return {room: used - {room} for room, used in rooms.items()}


def imported_modules(file: Path, modules: set[str]) -> Iterator[str]:
    """Modules of the package that a file imports anywhere in it, for types alone too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            yield from inner or {node.module} & modules


def module_of(source: Path, file: Path) -> str:
    parts = file.relative_to(source.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str, modules: Mapping[str, Path]) -> str:
    """``synthdigits.study.training.store`` lies in ``study/training``."""
    folder = module if modules[module].name == "__init__.py" else module.rpartition(".")[0]
    room = module if folder == PACKAGE else folder
    return room.removeprefix(f"{PACKAGE}.").replace(".", "/")


if __name__ == "__main__":
    main()
