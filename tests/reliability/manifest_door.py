"""Exported sets whose manifest or documents say what is not so, or can't be read."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from reliability.bytes_of_files import NO_FILES, Damage, damages, no_file
from reliability.doors import Case, Door
from reliability.exported_sets import enter, files_of, write

FILES = files_of("inpainted", "npz", "parquet")
TREE: dict[str, Any] = json.loads(FILES["manifest.json"])
Place = tuple[str | int, ...]
FREE = ("machine", "stages", "code", "train_sha256", "test_sha256")
"""Said once and held against nothing."""
VALUES: list[Any] = [
    *(None, True, -1, 0, 2, 10**6, 2**63, 10**30, 1.5, float("nan"), "", "0" * 64, "zip", "../up"),
    *("a|b", "`", "<img src=x>", "\u2028", "x" * 10**5, [], {}, [[]], [[0, 999_999]], [[9, 3]]),
    *(["zip"], ["npz"], ["npz", "npz", "parquet"], [1], {"a": 1}, [{}], ["0"] * 11),
]
DOCUMENTS = [path for path in FILES if "/" not in path]


def _places(tree: Any, place: Place = ()) -> list[Place]:
    """Every place in a tree, sections before what is in them."""
    if not isinstance(tree, dict | list):
        return [place]
    children = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [place, *(found for key, child in children for found in _places(child, (*place, key)))]


def _at(place: Place) -> tuple[dict[str, Any], Any]:
    """A copy of the manifest, and what holds the value at a place of it."""
    tree = copy.deepcopy(TREE)
    inner: Any = tree
    for key in place[:-1]:
        inner = inner[key]
    return tree, inner


def _with_manifest(told: str, content: bytes, ruins: bool = True) -> Case:
    return Case(told, lambda folder: write(folder, {**FILES, "manifest.json": content}), ruins)


def _set(place: Place, value: Any) -> Case:
    tree, inner = _at(place)
    same = json.dumps(inner[place[-1]]) == json.dumps(value)
    inner[place[-1]] = value
    told = f"{'.'.join(map(str, place))} = {str(value)[:40]}"
    return _with_manifest(told, json.dumps(tree).encode(), not same and not set(place) & {*FREE})


def _without(place: Place) -> Case:
    tree, inner = _at(place)
    del inner[place[-1]]
    may_pass = {*FREE, "precision", "schema_version"}
    return _with_manifest(
        f"no {'.'.join(map(str, place))}", json.dumps(tree).encode(), not set(place) & may_pass
    )


def _twice(place: Place) -> Case:
    """A list with its last entry once more, a section with one more key."""
    tree, inner = _at(place)
    value = inner[place[-1]]
    if isinstance(value, list):
        value.append(value[-1] if value else "one more")
    elif isinstance(value, dict):
        value["one more"] = "x"
    ruins = isinstance(value, list | dict) and not set(place) & {*FREE, "figures"}
    told = f"{'.'.join(map(str, place))} has one more"
    return _with_manifest(told, json.dumps(tree).encode(), ruins)


def _damaged(path: str, damage: Damage) -> Case:
    changed = damage[1](FILES[path])

    def lay(folder: Path) -> None:
        write(folder, {**FILES, path: changed})

    ruins = changed != FILES[path] and path != "manifest.json"
    return Case(f"{path}: {damage[0]}", lay, ruins)


def _one_more(path: str, content: bytes) -> Case:
    return Case(f"there is {path[:40]!r}", lambda folder: write(folder, {**FILES, path: content}))


places = st.sampled_from([place for place in _places(TREE) if place])
changes = st.builds(_set, places, st.sampled_from(VALUES))
texts = st.sampled_from(
    [
        *(
            b"",
            b"{",
            b"[]",
            b"null",
            b"{}",
            b"\xff\xfe",
            b"[" * 10**6,
            b'{"a":' * 10**5,
            b"1" * 10**6,
        ),
        b'{"files": [' + b"0," * 10**6 + b"0]}",
        b'{"name": "' + b"x" * 10**6 + b'"}',
    ]
).map(lambda content: _with_manifest(f"{len(content)} bytes {content[:12]!r}", content))
damaged = st.builds(_damaged, st.sampled_from(sorted(FILES)), damages)
strangers = st.builds(
    _one_more,
    st.sampled_from(
        ["mine", "data/notes.txt", ".hidden", "weights/other.safetensors", "a\nb", "é`"]
    ),
    st.binary(max_size=9),
)
no_files = st.builds(
    lambda path, kind: no_file(path, kind, FILES),
    st.sampled_from(sorted(FILES)),
    st.sampled_from(sorted(NO_FILES)),
)

DOOR = Door(
    "manifest",
    st.one_of(
        *(changes, changes, changes, places.map(_without), places.map(_twice)),
        *(texts, damaged, strangers, no_files),
    ),
    enter,
    "synthdigits.export.checks.verify.read_manifest",
    examples=250,
)
