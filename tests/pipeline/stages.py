"""dvc.yaml with its families of stages written out, as DVC itself resolves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Stage:
    name: str
    description: str
    command: str
    dependencies: list[str]
    params: list[str]
    outs: list[str]


def read_stages(project: Path) -> list[Stage]:
    """Every stage in the order of the file, ``foreach`` families item by item."""
    tree = _read(project / "dvc.yaml")
    params = _read(project / "params.yaml")
    stages = []
    for name, definition in tree["stages"].items():
        if "foreach" not in definition:
            stages.append(_stage(name, definition, params))
            continue
        items = definition["foreach"]
        if isinstance(items, str):
            items = params[items.strip("${}")]
        for item in items:
            value = items[item] if isinstance(items, dict) else item
            known = {**params, "key": item, "item": value}
            stages.append(_stage(f"{name}@{item}", definition["do"], known))
    return stages


def read_top(project: Path, section: str) -> list[Any]:
    """A top-level list of dvc.yaml: ``metrics`` or ``plots``."""
    entries: list[Any] = _read(project / "dvc.yaml")[section]
    return entries


def _read(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tree


def _stage(name: str, definition: dict[str, Any], known: dict[str, Any]) -> Stage:
    def filled(text: str) -> str:
        return re.sub(r"\$\{([^}]+)\}", lambda match: str(_look_up(match[1], known)), text)

    outs = [next(iter(out)) if isinstance(out, dict) else out for out in definition["outs"]]
    return Stage(
        name,
        filled(definition.get("desc", "")),
        filled(definition["cmd"]),
        [filled(dependency) for dependency in definition["deps"]],
        [filled(param) for param in definition.get("params", [])],
        [filled(out) for out in outs],
    )


def _look_up(name: str, known: dict[str, Any]) -> Any:
    value: Any = known
    for part in name.split("."):
        value = value[part]
    return value
