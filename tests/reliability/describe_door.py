"""What `synthdigits describe` may be pointed at: sets, refusals, weights, or anything."""

from __future__ import annotations

import copy
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from safetensors.numpy import save

from reliability.bytes_of_files import NO_FILES, Damage, damages, no_file
from reliability.doors import Case, Door
from reliability.exported_sets import SET, files_of, write
from synthdigits.commands.describe import facts_of

FILES = files_of("masked", "npz")
TREE: dict[str, Any] = json.loads(FILES["manifest.json"])
HEADER = {"name": "cnn", "classes": 10, "arguments": {}, "training_rows": [[0, 9]]}
TENSORS = {"a": np.zeros((2, 3), np.float32)}
ODD: list[Any] = [None, [], {}, "x", -1, 2**63, 1.5, float("nan"), [None], {"a": {}}, "\u2028" * 9]


def _manifest(told: str, content: bytes, ruins: bool = True) -> Case:
    return Case(told, lambda folder: write(folder, {"manifest.json": content}), ruins)


def _key(key: str, value: Any) -> Case:
    told = f"manifest: {key} = {str(value)[:20]}"
    fits = json.dumps(value) == json.dumps(TREE[key]) or (
        key in ("params", "stages") and isinstance(value, dict)
    )
    free = fits or isinstance(value, type(TREE[key])) or key == "hole_fill"
    return _manifest(told, json.dumps({**TREE, key: value}).encode(), not free)


def _figure(place: str, value: Any) -> Case:
    tree = copy.deepcopy(TREE)
    tree["figures"][place] = value
    ruins = place == "accuracy" and not isinstance(value, dict)
    return _manifest(f"figures.{place} = {str(value)[:20]}", json.dumps(tree).encode(), ruins)


def _no_figures(figures: Any) -> Case:
    return _manifest(f"figures {figures}", json.dumps({**TREE, "figures": figures}).encode())


def _damaged(damage: Damage) -> Case:
    return _manifest(damage[0], damage[1](FILES["manifest.json"]), "flipped" not in damage[0])


def _refused(content: bytes, ruins: bool = True) -> Case:
    told = f"refused.json is {content[:30]!r}"
    return Case(told, lambda folder: write(folder, {"refused.json": content}), ruins)


def _weights(told: str, content: bytes, ruins: bool = True) -> Case:
    def lay(folder: Path) -> None:
        (folder / SET).write_bytes(content)

    return Case(told, lay, ruins)


def _header(text: str) -> Case:
    return _weights(f"header {text[:30]!r}", save(TENSORS, {"synthdigits": text}))


def _header_key(key: str, value: Any) -> Case:
    ruins = key not in ("name", "arguments") or not isinstance(value, str | dict)
    return _weights(
        f"header: {key} = {str(value)[:20]}",
        save(TENSORS, {"synthdigits": json.dumps({**HEADER, key: value})}),
        ruins and value not in ([], "float32"),
    )


def _lying(length: int) -> Case:
    content = save(TENSORS, {"synthdigits": json.dumps(HEADER)})
    return _weights(f"a header of {length} bytes", struct.pack("<Q", length) + content[8:])


manifests = st.builds(_key, st.sampled_from(sorted(TREE)), st.sampled_from(ODD))
figures = st.builds(
    _figure,
    st.sampled_from(["accuracy", "fidelity", "membership", "another"]),
    st.sampled_from(ODD),
)
ODD_FIGURES: list[Any] = [{}, [], None, 1, {"accuracy": {"real": {}}}, {"accuracy": [1]}]
odd_figures = st.sampled_from(ODD_FIGURES)
refusals = st.sampled_from(
    [
        *(b"", b"{", b"[]", b"{}", b"\xff", b'{"refused": []}', b'{"refused": "no"}'),
        *(b'{"refused": [1]}', b"[" * 10**6, b'{"refused": {"a": 1}}'),
        b'{"refused": [' + b'"a",' * 10**6 + b'"b"]}',
    ]
)
headers = st.one_of(
    st.sampled_from(["", "[]", "null", "{", "{}", "1", '"x"', "[" * 10**5, '{"name": "cnn"}']),
    st.text(max_size=20),
)
header_keys = st.builds(
    _header_key,
    st.sampled_from([*HEADER, "precision", "another"]),
    st.sampled_from([*ODD, 0, 1, 257, 10**30, [[0]], [["a", "b"]], {"width": []}]),
)
damaged_weights = damages.map(
    lambda damage: _weights(
        f"weights: {damage[0]}",
        damage[1](save(TENSORS, {"synthdigits": json.dumps(HEADER)})),
        ruins="flipped" not in damage[0],
    )
)
no_files = st.builds(
    lambda path, kind: no_file(
        path, kind, {**FILES, "refused.json": b'{"refused": ["it is bad"]}'}
    ),
    st.sampled_from(["manifest.json", "refused.json"]),
    st.sampled_from(sorted(set(NO_FILES) - {"nothing"})),
).filter(lambda case: "manifest" not in case.told)
no_manifests = st.sampled_from(sorted(NO_FILES)).map(
    lambda kind: no_file("manifest.json", kind, FILES)
)


def _enter(folder: Path) -> object:
    return facts_of(folder / SET)


DOOR = Door(
    "describe",
    st.one_of(
        *(manifests, figures, odd_figures.map(_no_figures), damages.map(_damaged)),
        *(refusals.map(_refused), headers.map(_header), header_keys, damaged_weights),
        *(st.integers(0, 2**64 - 1).map(_lying), no_files, no_manifests),
    ),
    _enter,
    "synthdigits.commands.describe.read_manifest",
    examples=120,
)
