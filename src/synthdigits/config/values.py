"""Values of params.yaml: what is allowed where one stands, whatever its key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from synthdigits.plumbing.wording import shown

SOURCES = ("mnist", "kmnist", "fashion_mnist", "emnist_digits", "usps", "qmnist", "digits")

Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
BatchSize = Annotated[int, Field(ge=1, le=16_384)]
Images = Annotated[int, Field(ge=1, le=500_000)]
"""Digits of a set, all of which lie in memory: 400 MB."""

T = TypeVar("T")
Items = TypeVar("Items", bound=Sequence[Any])


def no_twins(items: Items) -> Items:
    """The same items.

    Raises:
        ValueError: one of them stands twice.
    """
    for place, item in enumerate(items):
        if item in items[:place]:
            raise ValueError(f"{shown(item)} stands twice")
    return items


Distinct = Annotated[list[T], Field(min_length=1), AfterValidator(no_twins)]
"""At least one of something, and none twice."""


def _one_line(words: str) -> str:
    if not words.strip() or not words.isprintable():
        raise ValueError(f"got {shown(words)}; one line of words is needed, it must not be empty")
    return words


Words = Annotated[str, AfterValidator(_one_line)]


def _known_or_there(source: str) -> str:
    if source not in SOURCES and not _is_there(source):
        raise ValueError(
            f"got {shown(source)}; allowed: {', '.join(SOURCES)}, or the path of one's own digits"
        )
    return source


def _is_there(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


Source = Annotated[Words, AfterValidator(_known_or_there)]


def _cores_or_address(workers: str) -> str:
    if workers != "cores" and not _is_address(workers):
        raise ValueError(
            f"got {shown(workers)}; allowed: cores, or a Dask scheduler's address as "
            "tcp://10.0.0.5:8786, or tls://… with Dask's certificates"
        )
    return workers


def _is_address(workers: str) -> bool:
    try:
        parts = urlsplit(workers)
        port = parts.port
    except ValueError:
        return False
    plain = f"{parts.scheme}://{parts.netloc}" == workers and workers.isprintable()
    known = parts.scheme in ("tcp", "tls") and parts.username is None
    return plain and known and bool(parts.hostname) and bool(port)


Workers = Annotated[str, AfterValidator(_cores_or_address)]


def _web_page(url: str) -> str:
    if not url.startswith(("https://", "http://")) or " " in url:
        raise ValueError(f"got {shown(url)}; the address of a page is needed, as https://…")
    return url


WebPage = Annotated[Words, AfterValidator(_web_page)]
