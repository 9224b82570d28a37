"""Which modules of the package a stage really uses, read from the import statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"

# Modules that carry figures, names and errors but shape none of a stage's bytes. Were they
# dependencies, rewording an error would train everything again.
PLUMBING = {
    "src/synthdigits/plumbing/errors.py",
    "src/synthdigits/plumbing/files.py",
    "src/synthdigits/config/params.py",
    "src/synthdigits/config/paths.py",
    "src/synthdigits/config/sections.py",
    "src/synthdigits/plumbing/stage.py",
    "src/synthdigits/figures.py",
    "src/synthdigits/plumbing/checkpoint.py",
}


def used_modules(*starts: str) -> set[str]:
    """Files of the package that ``starts`` import, at any remove, and the starts themselves."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        file = waiting.pop()
        if file in found | PLUMBING:
            continue
        found.add(file)
        waiting.extend(_imports(ROOT / file))
    return {file for file in found if not _only_a_docstring(ROOT / file)}


def _imports(path: Path) -> list[str]:
    names = []
    for node in _walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    files = []
    for name in names:
        place = SOURCES / name.replace(".", "/")
        for candidate in (place.with_suffix(".py"), place / "__init__.py"):
            if name.startswith("synthdigits") and candidate.is_file():
                files.append(candidate.relative_to(ROOT).as_posix())
    return files


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: what stands under ``if TYPE_CHECKING`` does not."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _walk(node)


def _only_a_docstring(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return all(isinstance(node, ast.Expr | ast.Import) for node in body)
