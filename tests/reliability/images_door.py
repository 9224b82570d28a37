"""Folders of image files of one's own: damaged, huge, blank, leaking, named as no card can bear."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from reliability.damage import NO_FILES
from reliability.doors import Case, Door
from reliability.pictures import broken, doubtful, encoded
from sources.own_sets import CLASSES, sound_arrays
from synthdigits.sources.sources import Request, load

SOUND = sound_arrays()
Files = dict[str, bytes]


def _sound() -> Files:
    return {
        f"{part}/{'abc'[int(label)]}/{row:02}.png": encoded(SOUND[f"x_{part}"][row])
        for part in ("train", "test")
        for row, label in enumerate(SOUND[f"y_{part}"])
    }


FILES = _sound()
NAMES = sorted(FILES)
names = st.sampled_from(NAMES)


def folder_case(
    told: str,
    changes: dict[str, bytes | None],
    ruins: bool = True,
    also: Callable[[Path], object] = id,
) -> Case:
    """The sound files but for those that are changed; those of None are not there."""

    def write(folder: Path) -> None:
        for name, content in (FILES | changes).items():
            if content is not None:
                place = folder / "set" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        also(folder / "set")

    return Case(told, write, ruins)


one_file = st.one_of(
    st.builds(
        lambda name, one, ending: folder_case(
            f"{name}{ending}: {one[0]}", {name: None, f"{name[:-4]}{ending}": one[1]}
        ),
        names,
        broken,
        st.sampled_from([".png", ".tif", ".PNG", ".jpeg", ".gif"]),
    ),
    st.builds(
        lambda name, one: folder_case(f"{name}: {one[0]}", {name: one[1]}, ruins=False),
        names,
        doubtful,
    ),
    st.builds(
        lambda name, told: folder_case(
            f"{name} is {told}", {name: None}, also=lambda root: NO_FILES[told](root / name)
        ),
        names,
        st.sampled_from(sorted(NO_FILES)),
    ),
    st.builds(
        lambda name, height, width: folder_case(
            f"{name} is {width}×{height}",
            {name: encoded(np.arange(height * width, dtype=np.uint8).reshape(height, width))},
        ),
        names,
        st.integers(1, 27) | st.integers(29, 60),
        st.sampled_from([1, 27, 28, 29, 900]),
    ),
)


def _named(name: bytes, ruins: bool) -> Case:
    """The class c under another name, in both parts."""

    def rename(root: Path) -> None:
        for part in ("train", "test"):
            os.rename(root / part / "c", os.fsencode(root / part) + b"/" + name)  # noqa: PTH104

    return folder_case(f"a class named {name!r}", {}, ruins, rename)


letters = st.text("xy \u0301é3|`<>&#:*_[]{}$\\\"'%\U0001f600", min_size=1, max_size=20)
unprintable = st.sampled_from("\n\r\t\x01\x7f\x85\u00a0\u2028\u2029\u200b\u202e\ufeff\ue000")
bad_names = st.one_of(
    st.builds(lambda before, one, after: f"{before}{one}{after}", letters, unprintable, letters),
    st.integers(65, 120).map("n".__mul__),
    letters.map(lambda name: f" {name}"),
    letters.map(lambda name: f"{name} "),
).map(os.fsencode) | st.builds(
    lambda before, byte: before.encode() + bytes([byte]), letters, st.integers(128, 255)
).filter(lambda name: not _is_text(name))
odd_names = letters.filter(lambda name: name == name.strip()).map(os.fsencode)


def _is_text(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


called = st.one_of(
    bad_names.map(lambda name: _named(name, ruins=True)),
    odd_names.map(lambda name: _named(name, ruins=False)),
    st.builds(
        lambda told, file: folder_case(
            f"a file named {file!r}: {told[0]}", {f"train/a/{file}.png": told[1]}
        ),
        broken,
        st.sampled_from(["x\ny", "x" * 240, "x\u2028", "`|<b>", "x\x1b[31m"]),
    ),
)


def _planted(told: str, one: int, other: int, value: int) -> Case:
    test, train = NAMES[one % 18], NAMES[18 + other % 18]  # "test/…" comes before "train/…"
    letter = "abc"[value % CLASSES]
    changes: dict[str, bytes | None] = {}
    match told:
        case "leak":
            changes[test] = FILES[train]
        case "leak, inverted":
            row = int(Path(train).stem)
            changes[test] = encoded(255 - SOUND["x_train"][row])
        case "two labels":
            changes["train/a/x.png"] = changes["train/b/x.png"] = encoded(SOUND["x_test"][0] // 2)
        case "blank":
            changes[test] = encoded(np.full((28, 28), value, np.uint8))
        case "a class in one part alone":
            changes = {name: None for name in NAMES if name.startswith(f"test/{letter}")}
        case "an empty class":
            changes = {name: None for name in NAMES if name.startswith(f"train/{letter}")}
            changes[f"train/{letter}/notes.txt"] = b"none"
        case "one class":
            changes = {name: None for name in NAMES if f"/{letter}/" not in name}
        case "folders in a class":
            changes[f"train/{letter}/more/x.png"] = FILES[train]
        case "invisible ink":
            changes[test] = encoded(np.full((28, 28, 4), (value, 0, 0, value), np.uint8))
    return folder_case(f"{told} {test} {train} {value}", changes)


RUINS = (
    *("leak", "leak, inverted", "two labels", "blank", "a class in one part alone"),
    *("an empty class", "one class", "folders in a class", "invisible ink"),
)
ruinous = st.builds(
    _planted,
    st.sampled_from(RUINS),
    st.integers(0, 17),
    st.integers(0, 17),
    st.integers(0, 255),
)


def _enter(folder: Path) -> object:
    return load(str(folder / "set"), Request([], folder))


DOOR = Door(
    "own image folders",
    one_file | called | ruinous,
    _enter,
    "synthdigits.sources.image_files.read_picture",
    examples=200,
)
