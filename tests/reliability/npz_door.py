"""An NPZ of one's own: damaged, lying, of wrong kinds, or with digits that ruin a study."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from reliability.damage import NO_FILES, content_case, flipped, noise, truncated
from reliability.doors import Case, Door
from sources.own_sets import Arrays, sound_arrays
from synthdigits.commands.measure import read_set
from synthdigits.sources.sources import Request, load

FILE, MEASURED = "set.npz", "measured.npz"
SOUND = sound_arrays()
NAMES = list(SOUND)
IMAGES = ["x_train", "x_test"]


def packed(arrays: dict[str, Any], compressed: bool = False) -> bytes:
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **arrays)
    return file.getvalue()


def raw(members: dict[str, bytes]) -> bytes:
    """A ZIP of files that need not be arrays."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


with zipfile.ZipFile(io.BytesIO(packed(SOUND))) as opened:
    MEMBERS = {name: opened.read(name) for name in opened.namelist()}
PLAIN, COMPRESSED = packed(SOUND), packed(SOUND, compressed=True)

damaged = st.one_of(
    st.builds(lambda one: content_case("noise", FILE, one), noise),
    st.builds(
        lambda one: content_case("cut off", FILE, one), truncated(PLAIN) | truncated(COMPRESSED)
    ),
    st.builds(
        lambda one: content_case("flipped bytes", FILE, one, ruins=False),
        flipped(PLAIN) | flipped(COMPRESSED),
    ),
    st.builds(
        lambda told: Case(told, lambda folder: NO_FILES[told](folder / FILE)),
        st.sampled_from(sorted(NO_FILES)),
    ),
)


def header(text: str, version: bytes = b"\1\0") -> bytes:
    line = text.encode("latin-1", "replace") + b"\n"
    length = struct.pack("<H" if version == b"\1\0" else "<I", len(line))
    return b"\x93NUMPY" + version + length + line


shapes = st.one_of(
    st.sampled_from(["()", "(-1,)", "(-28, -28)", "(1e3,)", "(True,)", "('a',)", "None"]),
    st.lists(st.integers(-3, 2**63), max_size=4).map(lambda sides: repr(tuple(sides))),
)
kinds = st.sampled_from(["'|u1'", "'|O'", "'V0'", "'<U999999'", "'M8[s]'", "7", "[('a', '|u1')]"])
headers = st.one_of(
    st.builds(
        lambda shape, kind, order: header(
            f"{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}"
        ),
        shapes,
        kinds,
        st.sampled_from(["False", "True", "3"]),
    ),
    st.builds(
        header, st.text(max_size=80), st.sampled_from([b"\1\0", b"\2\0", b"\3\0", b"\x09\x09"])
    ),
    st.sampled_from([header("(" * 300), header("{" * 9000), header("9" * 60000), b"\x93NUMPY"]),
)
lying = st.builds(
    lambda name, start, rest: content_case(
        f"{name}.npy begins with {start[:60]!r}",
        FILE,
        raw(MEMBERS | {f"{name}.npy": start + rest}),
    ),
    st.sampled_from(NAMES),
    headers,
    st.binary(max_size=40),
)


def bomb(name: str, claimed: int) -> bytes:
    """An array that unpacks to 4 GB, though its ZIP claims other bytes."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(bytes(1 << 20)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    start = zlib.compressobj(9, zlib.DEFLATED, -15)
    array = header("{'descr': '|u1', 'fortran_order': False, 'shape': (4096, 1024, 1024), }")
    content = start.compress(array) + start.flush(zlib.Z_FULL_FLUSH) + block * 4096
    file = f"{name}.npy".encode()
    entry = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(content), claimed, len(file), 0)
    local = b"PK\3\4" + entry + file + content
    central = b"PK\1\2" + b"\x14\0" + entry + struct.pack("<HHHII", 0, 0, 0, 0, 0) + file
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def patched(method: int, flags: int) -> bytes:
    """The sound ZIP, its entries said to be packed or encrypted in some other way."""
    changed = bytearray(PLAIN)
    start = changed.find(b"PK\1\2")
    while start >= 0:
        struct.pack_into("<HH", changed, start + 8, flags, method)
        start = changed.find(b"PK\1\2", start + 4)
    return bytes(changed)


zips = st.one_of(
    st.builds(
        lambda claimed: content_case(f"4 GB that claim {claimed}", FILE, bomb("x_train", claimed)),
        st.sampled_from([100, 2**20, 2**32 - 2]),
    ),
    st.builds(
        lambda method, flags: content_case(
            f"method {method}, {flags}", FILE, patched(method, flags)
        ),
        st.sampled_from([9, 12, 14, 99]),
        st.sampled_from([0, 1, 0x2001]),
    ),
    st.builds(
        lambda name: content_case(
            f"no {name}", FILE, packed({key: SOUND[key] for key in NAMES if key != name})
        ),
        st.sampled_from(NAMES),
    ),
)


def replaced(told: str, changes: dict[str, Any], name: str = FILE, ruins: bool = True) -> Case:
    return content_case(told, name, packed({**SOUND, **changes}), ruins)


wrong_arrays: st.SearchStrategy[NDArray[Any]] = st.one_of(
    st.sampled_from(["<U5", "S3", "c16", "O", "M8[s]", "m8[D]", "V4", "u1,i4"]).map(
        lambda kind: np.zeros((18, 28, 28), kind)
    ),
    st.lists(st.integers(0, 5), max_size=5).map(lambda shape: np.ones(shape, np.uint8)),
    st.sampled_from([np.float64(3), np.zeros((2**20, 0, 0)), np.zeros((18, 28, 28, 3), np.uint8)]),
)
wrong_kinds = st.builds(
    lambda name, array: replaced(f"{name} is {array.dtype} {array.shape}", {name: array}),
    st.sampled_from(NAMES),
    wrong_arrays,
)
wrong_pixels = st.builds(
    lambda name, row, value, kind: replaced(
        f"{name}[{row}] holds {value}",
        {name: _with_pixel(SOUND[name].astype(kind), row, value)},
    ),
    st.sampled_from(IMAGES),
    st.integers(0, 17),
    st.sampled_from([-1, 256, 65535, -0.5, 1e30, float("nan"), float("inf"), float("-inf")]),
    st.sampled_from(["f4", "f8"]),
)
wrong_labels = st.builds(
    lambda name, row, value: replaced(
        f"{name}[{row}] = {value}", {name: _with_pixel(SOUND[name].astype("i8"), row, value)}
    ),
    st.sampled_from(["y_train", "y_test"]),
    st.integers(0, 17),
    st.integers(-(2**62), -1) | st.integers(4, 2**62),
)


def _with_pixel(array: NDArray[Any], row: int, value: float) -> NDArray[Any]:
    array.reshape(len(array), -1)[row, 0] = value
    return array


def _planted(told: str, rows: list[int], value: int) -> Case:
    arrays: Arrays = sound_arrays(seed=value)
    test, train = rows[0], rows[1:]
    match told:
        case "leak":
            arrays["x_test"][test] = arrays["x_train"][train[0]]
        case "leak, inverted":
            arrays["x_test"][test] = 255 - arrays["x_train"][train[0]]
        case "leak of floats":
            arrays["x_test"][test] = arrays["x_train"][train[0]]
            arrays["x_train"] = arrays["x_train"] / 255
        case "two labels":
            arrays["x_train"][train[0]] = arrays["x_train"][(train[0] + 1) % 18]
        case "blank":
            arrays["x_train"][train] = value
        case "hardly any contrast":
            arrays["x_test"][test] = arrays["x_test"][test] // 16 + value % 200
        case "a class without test images":
            arrays["y_test"][arrays["y_test"] == value % 3] = (value + 1) % 3
        case "a class without training images":
            arrays["y_train"][arrays["y_train"] == value % 3] = (value + 1) % 3
    return content_case(f"{told} {rows} {value}", FILE, packed(arrays))


RUINS = (
    *("leak", "leak, inverted", "leak of floats", "two labels", "blank", "hardly any contrast"),
    *("a class without test images", "a class without training images"),
)
ruinous = st.builds(
    _planted,
    st.sampled_from(RUINS),
    st.lists(st.integers(0, 17), min_size=2, max_size=6),
    st.integers(0, 255),
)
SAMPLED: Arrays = {
    "image": SOUND["x_train"],
    "label": SOUND["y_train"].astype(np.uint8),
    "row": np.arange(18, dtype=np.int64),
}
measured = st.one_of(
    st.builds(
        lambda name, array: content_case(
            f"measured: {name} is {array.dtype} {array.shape}",
            MEASURED,
            packed({**SAMPLED, name: array}),
        ),
        st.sampled_from(sorted(SAMPLED)),
        wrong_arrays,
    ),
    st.builds(lambda one: content_case("measured: cut", MEASURED, one), truncated(packed(SAMPLED))),
    st.builds(
        lambda told: Case(f"measured: {told}", lambda folder: NO_FILES[told](folder / MEASURED)),
        st.sampled_from(sorted(NO_FILES)),
    ),
)


def _enter(folder: Path) -> object:
    if (folder / MEASURED).exists() or (folder / MEASURED).is_symlink():
        return read_set(folder / MEASURED)
    return load(str(folder / FILE), Request([], folder))


DOOR = Door(
    "own NPZ",
    damaged | lying | zips | wrong_kinds | wrong_pixels | wrong_labels | ruinous | measured,
    _enter,
    "synthdigits.sources.own.read_npz",
    examples=240,
)
