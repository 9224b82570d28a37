"""Shards of WebDataset, forged with every hash right."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from reliability.bytes_of_files import NO_FILES, damages, no_file, pictures
from reliability.doors import Case, Door
from reliability.exported_sets import enter, files_of, sealed, write

SHARD = "webdataset/test-000000.tar"
FILES = files_of("masked", "webdataset")
Member = tuple[tarfile.TarInfo, bytes]


def _members() -> list[Member]:
    with tarfile.open(fileobj=io.BytesIO(FILES[SHARD])) as tar:
        files = [(member, tar.extractfile(member)) for member in tar]
        return [(member, content.read()) for member, content in files if content]


MEMBERS = _members()


def _packed(members: list[Member], form: int = tarfile.USTAR_FORMAT) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=form) as tar:
        for member, own in members:
            tar.addfile(member, io.BytesIO(own))
    return content.getvalue()


def _renamed(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> Member:
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, len(content)
    return member, content


def _forged(told: str, shard: bytes, ruins: bool = True) -> Case:
    def lay(folder: Path) -> None:
        write(folder, sealed({**FILES, SHARD: shard}))

    return Case(told, lay, ruins)


def _with(place: int, told: str, content: bytes) -> Case:
    """One member with another content."""
    members = list(MEMBERS)
    name = members[place][0].name
    members[place] = _renamed(name, content)
    return _forged(f"{name}: {told}", _packed(members))


def _sparse(size: int) -> bytes:
    """GNU's sparse file: a header of 512 bytes that states any size."""
    member = tarfile.TarInfo("00000000.png")
    block = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    block[156:157] = tarfile.GNUTYPE_SPARSE
    block[483:495] = f"{size:011o} ".encode()
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def _lying(size: int) -> bytes:
    member = tarfile.TarInfo("00000000.png")
    member.size = size
    return member.tobuf(tarfile.GNU_FORMAT)


def _strange(kind: bytes, name: str) -> Case:
    extra = _renamed(name, b"" if kind != tarfile.GNUTYPE_LONGNAME else b"x" * 600, kind)
    extra[0].linkname = "/etc/passwd"
    return _forged(f"{name!r} of type {kind!r}", _packed([*MEMBERS, extra], tarfile.GNU_FORMAT))


places = st.integers(0, len(MEMBERS) // 3 - 1)
whole = st.builds(
    lambda damage: _forged(
        damage[0],
        damage[1](FILES[SHARD]),
        # a tar ends in zeros, of which some may go, and no check sees a bit of a date
        ruins="flipped" not in damage[0] and not damage[0].startswith("cut at 0.9"),
    ),
    damages,
)
bombs = st.builds(lambda row, one: _with(3 * row, f"{len(one)} bytes", one), places, pictures)
labels = st.builds(
    lambda row, label: _with(3 * row + 1, f"label {label[:9]!r}", label),
    places,
    st.one_of(
        st.sampled_from([b"300", b"-1", b"", b"1_0", b"3.5", b"\xff", b"9" * 5000, b"10"]),
        st.binary(min_size=2, max_size=8),
    ),
)
COLUMNS = json.loads(MEMBERS[2][1])
facts = st.builds(
    lambda row, column, value: _with(
        3 * row + 2,
        f"{column} = {str(value)[:30]}",
        json.dumps({**COLUMNS, column: value}).encode(),
    ),
    places,
    st.sampled_from([*COLUMNS, "another"]),
    st.sampled_from([None, "3", 3.7, True, 300, -1, 10**30, [1], {}, float("nan"), "x" * 10**5]),
)
texts = st.builds(
    lambda row, text: _with(3 * row + 2, f"JSON {text[:20]!r}", text),
    places,
    st.sampled_from([b"{", b"[]", b"1", b"[" * 60_000, b'{"row": 1e999}', b"\xff\xfe", b"{}"]),
)
lies = st.builds(
    lambda make, size: _forged(f"{make.__name__} {size}", make(size) + FILES[SHARD]),
    st.sampled_from([_sparse, _lying]),
    st.sampled_from([2**20, 2**32 - 1, 2**33 - 1]),
)
strangers = st.builds(
    _strange,
    st.sampled_from(
        [
            *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, b"Z"),
            *(tarfile.DIRTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE),
        ]
    ),
    st.sampled_from(["00000019.png", "../../up.png", "/etc/up", "a" * 90, "\n", "é.cls"]),
)


def _arranged(told: str, change: Callable[[list[Member]], list[Member]]) -> Case:
    return _forged(told, _packed(change(list(MEMBERS))))


orders = st.one_of(
    places.map(lambda row: _arranged(f"row {row} twice", lambda m: m + m[3 * row : 3 * row + 3])),
    places.map(lambda row: _arranged(f"no row {row}", lambda m: m[: 3 * row] + m[3 * row + 3 :])),
    st.integers(0, len(MEMBERS) - 1).map(
        lambda place: _arranged(f"no member {place}", lambda m: m[:place] + m[place + 1 :])
    ),
    st.integers(0, len(MEMBERS) - 1).map(
        lambda place: _arranged(
            f"member {place} twice", lambda m: [*m[:place], m[place], *m[place:]]
        )
    ),
    st.just(_arranged("rows in reverse", lambda m: m[::-1])),
    st.just(_forged("something after its end", FILES[SHARD] + b"x" * 512)),
    st.just(_forged("empty", _packed([]))),
)
no_files = st.sampled_from(sorted(NO_FILES)).map(lambda kind: no_file(SHARD, kind, FILES))

DOOR = Door(
    "tar",
    st.one_of(whole, bombs, labels, facts, texts, lies, strangers, orders, no_files),
    enter,
    "synthdigits.export.checks.verify.read_format",
    examples=160,
)
