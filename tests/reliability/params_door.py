"""params.yaml with one thing wrong in it."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from reliability.bytes import cut, flipped
from reliability.doors import Case, Door
from synthdigits import zoo
from synthdigits.config.params import LARGEST_FILE, load_params

PARAMS = Path(__file__).parents[1] / "params.yaml"
TEXT = PARAMS.read_text(encoding="utf-8")
TREE: dict[str, Any] = yaml.safe_load(TEXT)
Place = tuple[str | int, ...]
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
zoo.check(load_params(PARAMS))  # so that no case waits for PyTorch
LICENCE = {"spdx": "MIT", "url": "https://example.org", "attribution": "me"}


def _places(tree: Any, place: Place = ()) -> list[Place]:
    """Every place in a tree, sections before what is in them."""
    if not isinstance(tree, dict | list):
        return [place]
    children = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [place, *(found for key, child in children for found in _places(child, (*place, key)))]


def _at(tree: Any, place: Place) -> Any:
    for key in place:
        tree = tree[key]
    return tree


def _changed(place: Place, value: Any) -> dict[str, Any]:
    tree = copy.deepcopy(TREE)
    _at(tree, place[:-1])[place[-1]] = value
    return tree


def _without(place: Place) -> dict[str, Any]:
    tree = copy.deepcopy(TREE)
    del _at(tree, place[:-1])[place[-1]]
    return tree


def _bytes(told: str, content: bytes, *, ruins: bool = True) -> Case:
    return Case(told, lambda folder: _put(folder / "params.yaml", content), ruins)


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _written(told: str, tree: Any, *, ruins: bool = True) -> Case:
    return _bytes(told, yaml.dump(tree, Dumper=DUMPER, sort_keys=False).encode(), ruins=ruins)


def _line(told: str, line: str, *, ruins: bool = True) -> Case:
    """The file with its seed in other words."""
    return _bytes(told, TEXT.replace("seed: 1 ", f"{line} ", 1).encode(), ruins=ruins)


def _enter(folder: Path) -> object:
    params = load_params(folder / "params.yaml")
    zoo.check(params)
    return params


PLACES = [place for place in _places(TREE) if place]
SECTIONS = [place for place in PLACES if isinstance(_at(TREE, place), dict)]
LISTS = [place for place in PLACES if isinstance(_at(TREE, place), list)]
NUMBERS = [
    place
    for place in PLACES
    if isinstance(_at(TREE, place), int | float) and not isinstance(_at(TREE, place), bool)
]
KEYS = [
    place
    for place in PLACES
    if isinstance(place[-1], str) and place[:-1] != ("synthetic", "larger")
]

nothings = st.sampled_from([{"no such key": 1}, float("nan"), "\x00", b"\xff", ["\u2028"], True])
junk = st.recursive(
    st.one_of(
        st.integers(),
        st.text(max_size=20),
        st.dates(),
        st.binary(max_size=5),
        st.floats(),
        st.none(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
wrong_kinds = st.builds(
    lambda place, value: _written(f"{place} = {value!r}", _changed(place, value)),
    st.sampled_from(PLACES),
    nothings,
)
any_values = st.builds(
    lambda place, value: _written(f"{place} = {value!r}", _changed(place, value), ruins=False),
    st.sampled_from(PLACES),
    junk,
)
unknown_keys = st.builds(
    lambda place, key, value: _written(f"{place}: also {key!r}", _changed((*place, key), value)),
    st.sampled_from([place for place in SECTIONS if place != ("synthetic", "larger")]),
    st.text("abcxyz_-. |`<\n", min_size=1).map(lambda key: f"{key}?"),
    junk,
)
unknown_keys_of_the_licence = st.builds(
    lambda key, value: _written(
        f"export.licence: also {key!r}", _changed(("export", "licence"), {**LICENCE, key: value})
    ),
    st.text(min_size=1).filter(lambda key: key not in LICENCE),
    junk,
)
wrong_licences = st.builds(
    lambda key, value: _written(
        f"export.licence.{key} = {value!r}",
        _changed(("export", "licence"), {**LICENCE, key: value}),
    ),
    st.sampled_from(list(LICENCE)),
    st.sampled_from(["", "  ", "a\nb", "\u202e", 3, None, ["MIT"], "x\x00"]),
)
missing_keys = st.builds(
    lambda place: _written(f"no {place}", _without(place)),
    st.sampled_from([place for place in KEYS if place[0] not in ("gans", "inpainters")]),
)
missing_models = st.builds(
    lambda place: _written(f"no {place}", _without(place)),
    st.sampled_from([("gans", "conditional"), ("inpainters", "unet_l1"), ("gans",)]),
)
twice = st.builds(
    lambda place, item: _written(
        f"{place}: item {item} twice",
        _changed(place, [*_at(TREE, place), _at(TREE, place)[item % len(_at(TREE, place))]]),
    ),
    st.sampled_from([place for place in LISTS if place != ("data", "mirrors")]),
    st.integers(0, 9),
)
huge_numbers = st.builds(
    lambda place, value: _written(f"{place} = {value!r}", _changed(place, value)),
    st.sampled_from(NUMBERS),
    st.sampled_from([10**30, -1, -(10**18), 2**63, -0.5, 10.0**300]),
)
sources = st.builds(
    lambda source: _written(f"source {source!r}", _changed(("data", "source"), source)),
    st.one_of(
        st.sampled_from(
            ["", " ", "\n", "a" * 300, "a/" * 3000, "mnist ", "MNIST", "\x00", "~", "no"]
        ),
        st.text(min_size=1, max_size=300).filter(lambda name: not set(name) & set("./")),
    ).filter(lambda name: name not in ("mnist", "digits", "usps")),
)
schedulers = st.builds(
    lambda workers: _written(f"workers {workers!r}", _changed(("workers",), workers)),
    st.sampled_from(["", "core", "tcp://", "tcp://:8786", "tcp://a", "tcp://a:0", "tcp://a:99999"])
    | st.sampled_from(["ucx://a:1", "http://a:1", "inproc://1", "tcp://a:b", "tcp://u:p@a:1"])
    | st.sampled_from(["tcp://[::1:1", "tcp://a:1/x", " tcp://a:1", "tcp://a\n:1", "file:///a"])
    | st.text(max_size=30).filter(lambda text: text != "cores"),
)
model_names = st.builds(
    lambda family, name: _written(
        f"{family}.{name!r}", _changed((family, name), TREE["gans"]["conditional"])
    ),
    st.sampled_from(["gans", "inpainters"]),
    st.sampled_from(["cnn_2", "__init__", "../os", "os", "unet.unet", "", "a" * 5000, "gan\n"])
    | st.text(max_size=9).filter(lambda name: name not in {*TREE["gans"], *TREE["inpainters"]}),
)
own_keys = st.builds(
    lambda place, value: _written(f"{place} = {value!r}", _changed(place, value)),
    st.sampled_from([("gans", "mlp_dropout", "dropout"), ("inpainters", "unet", "width")]),
    st.sampled_from([{"demo": 1, "cpu": 1}, {"demo": 8, "cpu": 9, "published": "x"}, -1, [], None])
    | st.sampled_from([10**12, {"demo": -1, "cpu": -1, "published": -1, "x": 1}]),
)
yaml_traps = st.sampled_from(
    [
        _line("a key twice", "seed: 1\nseed: 2"),
        _line(
            "a section twice", "mask: {size: 8, first_corner: 8, last_corner: 12, fill: 0}\nseed: 1"
        ),
        _line("an inner key twice", "mask: {size: 8, size: 9}\nseed: 1"),
        *(
            _line(value, f"seed: {value}")
            for value in [
                *("2001-99-99", "2001-01-01", "2001-01-01 25:00:00", "!!int abc", "!!int 1"),
                *(
                    "!!python/object/apply:os.system [exit]",
                    "!mine 1",
                    "!<tag:x> 1",
                    "! 1",
                    "!!set {1}",
                ),
                *("0b", "1:30", "010", "0x1F", "1e3", "~", "'1'", "[1", "{", "*none", "&a", "1 2"),
                *("9" * 5000, "0x" + "f" * 5000, ".inf", "- 1", "? 1", "|", "\t1", "%", "@", "`"),
            ]
        ),
        _line("another document", "seed: 1\n---\nseed: 1"),
        _line("a merge that hides", "<<: {sede: 1}\nseed: 1"),
        _line("recursive", "seed: &a [*a]"),
        _line("an anchor, once used", "seed: &a 1", ruins=False),
        _bytes("UTF-16", TEXT.encode("utf-16")),
        _bytes("Latin-1", TEXT.replace("seed", "s\xe9ed", 1).encode("latin-1")),
        _bytes("nothing", b""),
        _bytes("a BOM", b"\xef\xbb\xbf" + TEXT.encode(), ruins=False),
        _bytes("NUL", TEXT.encode() + b"\x00"),
        _bytes("huge", b"# much\n" + b"#" * LARGEST_FILE),
        _bytes("many keys", b"".join(b"k%d: 1\n" % number for number in range(15_000))),
    ]
)
deep = st.builds(
    lambda sign, depth: _bytes(f"{sign!r} {depth} times", TEXT.encode() + b"deep: " + sign * depth),
    st.sampled_from([b"[", b"{a: ", b"[{", b"- ", b"? ", b"!!seq [", b"&a ["]),
    st.sampled_from([21, 300, 5_000, 40_000]),
)
bombs = st.builds(
    lambda levels, width, key: _bytes(
        f"a bomb of {levels} levels and {width} aliases at {key}",
        b"a0: &a0 [lol]\n"
        + b"".join(
            b"a%d: &a%d [%s]\n" % (level, level, b",".join([b"*a%d" % (level - 1)] * width))
            for level in range(1, levels)
        )
        + TEXT.replace("seed: 1 ", f"{key}: *a{levels - 1} ", 1).encode(),
    ),
    st.integers(2, 200),
    st.integers(1, 20),
    st.sampled_from(["seed", "sede", "? *a0 "]),
)
damaged = st.builds(
    lambda content, told: _bytes(told, content, ruins=False),
    st.one_of(cut(TEXT.encode()), flipped(TEXT.encode())),
    st.just("damaged"),
)
no_files = st.sampled_from(
    [
        Case("nothing there", lambda _folder: None),
        Case("a folder", lambda folder: (folder / "params.yaml").mkdir()),
        Case("a pipe", lambda folder: os.mkfifo(folder / "params.yaml")),
        Case("a link to itself", lambda folder: (folder / "params.yaml").symlink_to("params.yaml")),
        Case("a device", lambda folder: (folder / "params.yaml").symlink_to("/dev/zero")),
    ]
)

DOOR = Door(
    "params.yaml",
    st.one_of(
        wrong_kinds,
        any_values,
        unknown_keys,
        unknown_keys_of_the_licence,
        wrong_licences,
        missing_keys,
        missing_models,
        twice,
        huge_numbers,
        sources,
        schedulers,
        model_names,
        own_keys,
        yaml_traps,
        deep,
        bombs,
        damaged,
        no_files,
    ),
    _enter,
    "synthdigits.config.params.checked",
    examples=400,
)
