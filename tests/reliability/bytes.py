"""Files as a bad disk or a bad network leaves them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def cut(content: bytes) -> SearchStrategy[bytes]:
    """The file without its end."""
    return st.integers(0, len(content) - 1).map(lambda length: content[:length])


def flipped(content: bytes, most: int = 5) -> SearchStrategy[bytes]:
    """The file with some bits turned over."""

    def with_flips(places: list[int]) -> bytes:
        changed = bytearray(content)
        for place in places:
            changed[place // 8] ^= 1 << place % 8
        return bytes(changed)

    return st.lists(st.integers(0, 8 * len(content) - 1), min_size=1, max_size=most).map(with_flips)
