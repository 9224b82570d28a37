"""IDX files of one's own, gzipped or not: damaged, lying about their size, or of wrong kinds."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from reliability.damage import NO_FILES, flipped, noise, truncated
from reliability.doors import Case, Door
from sources.own_sets import sound_arrays
from synthdigits.sources import idx
from synthdigits.sources.names import IDX_NAMES
from synthdigits.sources.sources import Request, load

SOUND = dict(zip(IDX_NAMES, sound_arrays().values(), strict=True))
PLAIN = {name: idx.encode(array.astype(np.uint8)) for name, array in SOUND.items()}
PACKED = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in PLAIN.items()}
names = st.sampled_from(IDX_NAMES)


def folder_case(told: str, changes: dict[str, bytes | None], ruins: bool = True) -> Case:
    """The four sound files, plain, but for those that are changed; those of None are not there."""
    gone = {name.removesuffix(".gz") for name in changes}
    files = {name: content for name, content in PLAIN.items() if name not in gone} | changes

    def write(folder: Path) -> None:
        for name, content in files.items():
            if content is not None:
                (folder / name).write_bytes(content)

    return Case(told, write, ruins)


def no_file(name: str, told: str) -> Case:
    without = folder_case("", {name: None})

    def write(folder: Path) -> None:
        without.write(folder)
        NO_FILES[told](folder / name)

    return Case(f"{name} is {told}", write)


damaged = names.flatmap(
    lambda name: st.one_of(
        noise.map(lambda one: folder_case(f"{name}: noise", {name: one})),
        truncated(PLAIN[name]).map(lambda one: folder_case(f"{name}: cut off", {name: one})),
        flipped(PLAIN[name]).map(lambda one: folder_case(f"{name}: flipped", {name: one}, False)),
        st.binary(min_size=1, max_size=99).map(
            lambda more: folder_case(f"{name}: {len(more)} bytes more", {name: PLAIN[name] + more})
        ),
        st.sampled_from(sorted(NO_FILES)).map(lambda told: no_file(name, told)),
        st.just(folder_case(f"no {name}", {name: None})),
    )
)


def start(kind: int, shape: list[int]) -> bytes:
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, kind, len(shape), *shape)


lying = names.flatmap(
    lambda name: st.one_of(
        st.builds(
            lambda kind, shape: folder_case(
                f"{name}: type {kind}, shape {shape}", {name: start(kind, shape) + PLAIN[name][8:]}
            ),
            st.sampled_from([8, 8, 8, 9, 11, 12, 13, 14, 0, 255]),
            st.lists(st.sampled_from([0, 1, 29, 2**16, 2**31, 2**32 - 1]), max_size=6),
        ),
        st.builds(
            lambda dimensions: folder_case(
                f"{name}: {dimensions} dimensions", {name: b"\0\0\x08" + bytes([dimensions] * 1200)}
            ),
            st.integers(0, 255),
        ),
        st.builds(
            lambda more: folder_case(
                f"{name}: {more} images more than there are",
                {name: start(8, [18 + more, 28, 28]) + PLAIN[name][16:]},
            ),
            st.integers(1, 2**31),
        ),
    )
)


def bomb(name: str, shape: list[int], megabytes: int) -> bytes:
    """A gzip file of zeros after a header of IDX."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(bytes(1 << 20)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    head = zlib.compressobj(9, zlib.DEFLATED, 31)
    return head.compress(start(8, shape)) + head.flush(zlib.Z_FULL_FLUSH) + block * megabytes


packed = names.flatmap(
    lambda name: st.one_of(
        noise.map(lambda one: folder_case(f"{name}.gz: noise", {f"{name}.gz": one})),
        truncated(PACKED[f"{name}.gz"]).map(
            lambda one: folder_case(f"{name}.gz: cut off", {f"{name}.gz": one})
        ),
        flipped(PACKED[f"{name}.gz"]).map(
            lambda one: folder_case(f"{name}.gz: flipped", {f"{name}.gz": one}, False)
        ),
        st.builds(
            lambda shape, megabytes: folder_case(
                f"{name}.gz: {megabytes} MB of zeros, shape {shape}",
                {f"{name}.gz": bomb(name, shape, megabytes)},
            ),
            st.sampled_from([[18, 28, 28], [18], [2**22, 28, 28], [1, 2**14, 2**13], [2**32 - 1]]),
            st.sampled_from([1, 4096]),
        ),
        st.just(folder_case(f"{name}.gz: not packed", {f"{name}.gz": PLAIN[name]})),
        st.just(
            folder_case(
                f"{name}.gz: packed twice", {f"{name}.gz": gzip.compress(PACKED[f"{name}.gz"])}
            )
        ),
        st.binary(min_size=1, max_size=50).map(
            lambda more: folder_case(
                f"{name}.gz: a second member",
                {f"{name}.gz": PACKED[f"{name}.gz"] + gzip.compress(more)},
            )
        ),
    )
)


def _planted(told: str, rows: list[int], value: int) -> Case:
    images, labels, test_images, test_labels = (array.copy() for array in SOUND.values())
    match told:
        case "leak":
            test_images[rows[0]] = images[rows[1]]
        case "leak, inverted":
            test_images[rows[0]] = 255 - images[rows[1]]
        case "two labels":
            test_images[rows[0]] = test_images[(rows[0] + 1) % 18]
        case "blank":
            images[rows] = value
        case "a class without test images":
            test_labels[test_labels == value % 3] = (value + 1) % 3
        case "a label too many":
            labels[rows] = max(4, value)
        case "labels of another set":
            labels = labels[: rows[0]]
    arrays: list[NDArray[np.integer]] = [images, labels, test_images, test_labels]
    contents = (idx.encode(array.astype(np.uint8)) for array in arrays)
    return folder_case(f"{told} {rows} {value}", dict(zip(IDX_NAMES, contents, strict=True)))


RUINS = (
    *("leak", "leak, inverted", "two labels", "blank", "a class without test images"),
    *("a label too many", "labels of another set"),
)
ruinous = st.builds(
    _planted,
    st.sampled_from(RUINS),
    st.lists(st.integers(0, 17), min_size=2, max_size=6),
    st.integers(0, 255),
)


def _enter(folder: Path) -> object:
    return load(str(folder), Request([], folder))


DOOR = Door(
    "own IDX files",
    damaged | lying | packed | ruinous,
    _enter,
    "synthdigits.sources.idx.read",
    examples=200,
)
