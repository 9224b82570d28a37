"""Weights of a stranger, where `synthdigits sample`, `inpaint`, `read` and `describe` take them."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from reliability.bytes import cut, flipped
from reliability.doors import Case, Door
from stand_ins import FILES
from synthdigits.cli import run
from synthdigits.learning.header import HEADER_KEY, LARGEST_FILE

Entry = dict[str, Any]
ROLES = {"conditional": "sample", "unet": "inpaint", "cnn": "read"}
"""By network, the command that takes it."""
WHOLE: dict[str, bytes] = {name: file.read_bytes() for name, file in FILES.items()}
WIDTHS = {"F32": 4, "I64": 8, "F16": 2, "F64": 8, "BF16": 2}


def _parts(content: bytes) -> tuple[Entry, bytes]:
    """Of a safetensors file its header as JSON, and the tensors' bytes."""
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def _joined(header: Any, numbers: bytes, length: int | None = None) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + numbers


def _with_fields(name: str, change: Callable[[Entry], Any]) -> bytes:
    """The file with other words in the project's own part of the header."""
    header, numbers = _parts(WHOLE[name])
    fields = json.loads(header["__metadata__"][HEADER_KEY])
    changed = change(fields)
    text = changed if isinstance(changed, str) else json.dumps(changed)
    header["__metadata__"][HEADER_KEY] = text
    return _joined(header, numbers)


def _with_number(name: str, tensor: int, value: float) -> bytes:
    """The file with one number of a tensor of floats changed."""
    header, numbers = _parts(WHOLE[name])
    floats = sorted(
        key for key, facts in header.items() if key[:2] != "__" and facts["dtype"] == "F32"
    )
    first, _ = header[floats[tensor % len(floats)]]["data_offsets"]
    changed = bytearray(numbers)
    changed[first : first + 4] = struct.pack("<f", value)
    return _joined(header, bytes(changed))


def _with_tensors(name: str, change: Callable[[Entry], None]) -> bytes:
    header, numbers = _parts(WHOLE[name])
    change(header)
    return _joined(header, numbers)


def _case(told: str, name: str, content: bytes, *, ruins: bool = True) -> Case:
    def write(folder: Path) -> None:
        (folder / f"{name}.safetensors").write_bytes(content)

    return Case(f"{name}: {told}", write, ruins)


def _placed(told: str, place: Callable[[Path], object]) -> st.SearchStrategy[Case]:
    return names.map(
        lambda name: Case(
            f"{name}: {told}", lambda folder: _nothing(place(folder / f"{name}.safetensors"))
        )
    )


def _nothing(_: object) -> None:
    return


def _enter(folder: Path) -> object:
    """What the network in the folder is for, and `describe`, which has to agree."""
    (weights,) = folder.iterdir() or [folder]
    picture = folder / "0.png"
    Image.fromarray(DIGIT).save(picture)
    repaired = folder / "b.png"
    arguments = {
        "sample": ["sample", "--count", "2", "--out", str(folder / "a.npz")],
        "inpaint": ["inpaint", str(picture), "--mask", str(picture), "--out", str(repaired)],
        "read": ["read", str(picture)],
    }
    with redirect_stdout(io.StringIO()):
        return run([*arguments[ROLES[weights.stem]], "--weights", str(weights), "--json"])


DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[6:22, 12:16] = 255
names = st.sampled_from(list(FILES))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
wrong_kinds = st.permutations(list(FILES)).map(
    lambda two: _case(f"a {two[1]} in its place", two[0], WHOLE[two[1]])
)
other_names = st.builds(
    lambda name, other: _case(
        f"calls itself {other!r}",
        name,
        _with_fields(name, lambda fields: {**fields, "name": other}),
    ),
    names,
    st.sampled_from(["", "cnn\n", "../os", "os", "__init__", "unet_blocks", "a" * 9000, "\u202e"])
    | json_values,
)
classes = st.builds(
    lambda name, value: _case(
        f"classes {value!r}", name, _with_fields(name, lambda fields: {**fields, "classes": value})
    ),
    st.sampled_from(["conditional", "cnn"]),
    st.sampled_from([0, -1, 3, 1.5, 11, 256, 257, 2**31, 2**63, 10**40, True, "10", None, [10]]),
)
arguments = st.builds(
    lambda key, value: _case(
        f"arguments.{key} {value!r}",
        "conditional",
        _with_fields(
            "conditional",
            lambda fields: {**fields, "arguments": {**fields["arguments"], key: value}},
        ),
    ),
    st.sampled_from(["classes", "latent_size", "unknown", "self", "__class__"]),
    st.sampled_from([0, -1, 1.5, 65, 2**31, 2**62, 2**63, 10**30, True, "64", None, [64]]),
)
widths = st.sampled_from([0, -1, 1.5, 9, 2**20, 2**31, 2**62, 10**30, "48", None]).map(
    lambda value: _case(
        f"arguments.width {value!r}",
        "unet",
        _with_fields("unet", lambda fields: {**fields, "arguments": {"width": value}}),
    )
)
rows = st.builds(
    lambda name, value: _case(
        f"training_rows {value!r}",
        name,
        _with_fields(name, lambda fields: {**fields, "training_rows": value}),
    ),
    names,
    st.sampled_from([None, 3, "all", [3], [[3]], [[3, 2]], [[-1, 3]], [[0, 2**63]], [[0, 1, 2]]])
    | st.sampled_from([[["0", "9"]], [[0.5, 9]], {"0": 9}, [[0, 10**40]], [[True, True]]]),
)
other_fields = st.builds(
    lambda name, key, value: _case(
        f"{key!r} {value!r}",
        name,
        _with_fields(name, lambda fields: {**fields, key: value}),
        ruins=False,
    ),
    names,
    st.sampled_from(["name", "classes", "arguments", "training_rows", "precision", "more"]),
    json_values,
)
unknown_fields = st.builds(
    lambda name, key: _case(
        f"also {key!r}", name, _with_fields(name, lambda fields: {**fields, f"{key}?": 1})
    ),
    names,
    st.text(max_size=9),
)
missing_fields = st.builds(
    lambda name, key: _case(
        f"no {key}",
        name,
        _with_fields(name, lambda fields: {k: v for k, v in fields.items() if k != key}),
    ),
    names,
    st.sampled_from(["name", "classes", "arguments", "training_rows"]),
)
no_json = st.builds(
    lambda name, text: _case(f"header {text[:40]!r}", name, _with_fields(name, lambda _: text)),
    names,
    st.sampled_from(["", "{", "null", "[]", "3", "NaN", "[" * 90_000, '{"a":' * 5000, "9" * 5000])
    | st.text(max_size=30),
)
no_numbers = st.builds(
    lambda name, tensor, value: _case(
        f"{value} in tensor {tensor}", name, _with_number(name, tensor, value)
    ),
    names,
    st.integers(0, 40),
    st.sampled_from([float("nan"), float("inf"), float("-inf"), 3e38, -1e31]),
)


def _renamed(header: Entry) -> None:
    header["strange"] = header.pop(sorted(header)[-1])


def _dropped(header: Entry) -> None:
    header["__metadata__"] = {}


def _flat(header: Entry) -> None:
    facts = header[sorted(header)[-1]]
    facts["shape"] = [int(np.prod(facts["shape"])), 1, 1]


def _as_halves(header: Entry) -> None:
    facts = next(facts for key, facts in header.items() if facts.get("dtype") == "F32")
    facts["dtype"], facts["shape"] = "F16", [*facts["shape"][:-1], 2 * facts["shape"][-1]]


def _huge(header: Entry) -> None:
    header[sorted(header)[-1]]["shape"] = [2**40, 2**40]


def _beyond(header: Entry) -> None:
    header[sorted(header)[-1]]["data_offsets"] = [0, 2**62]


def _strange_type(header: Entry) -> None:
    header[sorted(header)[-1]]["dtype"] = "C64"


other_tensors = st.builds(
    lambda name, change: _case(change.__name__, name, _with_tensors(name, change)),
    names,
    st.sampled_from([_renamed, _dropped, _flat, _as_halves, _huge, _beyond, _strange_type]),
)
lying_lengths = st.builds(
    lambda name, length: _case(
        f"a header of {length} bytes, it says", name, _joined(*_parts(WHOLE[name]), length)
    ),
    names,
    st.sampled_from([0, 1, 7, 2**20, 2**30, 2**40, 2**63, 2**64 - 1]),
)
damaged = names.flatmap(
    lambda name: st.one_of(
        cut(WHOLE[name]).map(lambda content: _case(f"cut at {len(content)}", name, content)),
        flipped(WHOLE[name]).map(lambda content: _case("bits", name, content, ruins=False)),
        flipped(WHOLE[name][:400]).map(
            lambda head: _case("bits ahead", name, head + WHOLE[name][400:], ruins=False)
        ),
    )
)
others = st.builds(
    lambda name, content: _case(f"{content[:20]!r}", name, content),
    names,
    st.binary(max_size=200)
    | st.sampled_from(
        [b"", b"\x80\x04\x95pickle", b"PK\x03\x04", b"\x93NUMPY", b"{}", b"\x00" * 99]
    )
    | st.just(
        _joined({"weight": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"\0" * 4)
    )
    | st.just(_joined({"__metadata__": {"format": "pt"}}, b""))
    | st.just(_joined({"__metadata__": {HEADER_KEY: 3}}, b"")),
)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, LARGEST_FILE + 1)


no_files = st.one_of(
    _placed("a folder", Path.mkdir),
    _placed("a pipe", os.mkfifo),
    _placed("a device", lambda path: path.symlink_to("/dev/zero")),
    _placed("a link to nothing", lambda path: path.symlink_to("nothing")),
    _placed("a link to itself", lambda path: path.symlink_to(path.name)),
    _placed("huge", _sparse),
)

DOOR = Door(
    "weights",
    st.one_of(
        wrong_kinds,
        other_names,
        classes,
        arguments,
        widths,
        rows,
        other_fields,
        unknown_fields,
        missing_fields,
        no_json,
        no_numbers,
        other_tensors,
        lying_lengths,
        damaged,
        others,
        no_files,
    ),
    _enter,
    "synthdigits.learning.weights.read_weights",
    examples=250,
)
