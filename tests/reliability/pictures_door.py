"""Pictures that `synthdigits read` is given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from reliability.damage import NO_FILES, content_case
from reliability.doors import Case, Door
from reliability.pictures import broken, doubtful, encoded
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.opening import open_picture
from synthdigits.reading.preparation import prepare

names = st.sampled_from(["p.png", "p.tif", "p", "p\nq.png", "p" * 240, "p\u2028.jpg"])
shapes = st.tuples(st.sampled_from([1, 2, 3, 27, 28, 300]), st.sampled_from([1, 2, 28, 29, 400]))


def _noisy(name: str, shape: tuple[int, int], seed: int, highest: int) -> Case:
    pixels = np.random.default_rng(seed).integers(0, highest + 1, shape, np.uint8)
    told = f"{name!r}: noise of {shape} to {highest}"
    return content_case(told, name, encoded(pixels), ruins=False)


def _plain(name: str, shape: tuple[int, int], colour: int, opacity: int) -> Case:
    pixels = np.full((*shape, 4), (colour, colour, colour, opacity), np.uint8)
    return content_case(f"{name!r}: nothing on {shape}", name, encoded(pixels))


def _no_file(name: str, told: str) -> Case:
    return Case(f"{name!r} is {told}", lambda folder: NO_FILES[told](folder / name))


cases = st.one_of(
    st.builds(lambda name, one: content_case(f"{name!r}: {one[0]}", name, one[1]), names, broken),
    st.builds(
        lambda name, one: content_case(f"{name!r}: {one[0]}", name, one[1], ruins=False),
        names,
        doubtful,
    ),
    st.builds(_no_file, names, st.sampled_from(sorted(NO_FILES))),
    st.builds(_plain, names, shapes, st.integers(0, 255), st.integers(0, 255)),
    st.builds(_noisy, names, shapes, st.integers(0, 99), st.sampled_from([1, 30, 255])),
)


def _enter(folder: Path) -> object:
    """What the command does for each picture: a failure is told, the others are answered."""
    (path,) = folder.iterdir()
    colours = open_picture(path)
    try:
        return prepare(colours)
    except SynthdigitsError as error:
        raise SynthdigitsError(f"picture: {error}") from None


DOOR = Door(
    "pictures to read", cases, _enter, "synthdigits.reading.opening.picture_of", examples=150
)
