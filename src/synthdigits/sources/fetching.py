"""Files from mirrors: tried in order, checked by sha256, kept only when whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import fsspec

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.progress import progress_bar

CHUNK_BYTES = 1 << 18
SECONDS_WITHOUT_DATA = 30


@dataclass(frozen=True)
class RemoteFile:
    name: str
    sha256: str
    bytes: int


class _UnusableError(Exception):
    """What a mirror sent is not the file."""


def fetch(file: RemoteFile, mirrors: Sequence[str], folder: Path) -> Path:
    """The path of ``file`` in ``folder``, taken from the first mirror that has it whole.

    A good file that lies there already is kept. A mirror is any fsspec URL or local folder.

    Raises:
        SynthdigitsError: no mirror has it; the message lists each with its reason.
    """
    path = folder / file.name
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256:
        return path
    reasons = []
    for mirror in mirrors:
        try:
            with replacing(path) as partial:
                _copy(f"{mirror.rstrip('/')}/{file.name}", partial, file)
            return path
        except Exception as reason:  # noqa: BLE001 - every fsspec backend fails in its own way
            reasons.append(f"\n  {mirror}: {reason or type(reason).__name__}")
    raise SynthdigitsError(
        f"no mirror has {file.name}:{''.join(reasons) or ' none is listed'}\n"
        "Two ways out: put the files into a folder and name it in the environment variable "
        "SYNTHDIGITS_MIRROR (or in data.mirrors), or set `data.source: digits` in params.yaml, "
        "which needs no download."
    )


def _copy(url: str, target: Path, file: RemoteFile) -> None:
    digest, received, head = hashlib.sha256(), 0, b""
    bar = progress_bar(desc=file.name, total=file.bytes, unit="B", unit_scale=True)
    with fsspec.open(url, **_options(url)) as source, target.open("wb") as sink, bar:
        while chunk := source.read(CHUNK_BYTES):
            head = head or chunk[:64]
            digest.update(chunk)
            received += sink.write(chunk)
            bar.update(len(chunk))
    if digest.hexdigest() == file.sha256:
        return
    if head.lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise _UnusableError("sent an HTML page in place of the file")
    if received < file.bytes:
        raise _UnusableError(f"sent {received} of {file.bytes} bytes")
    raise _UnusableError(f"wrong sha256: got {digest.hexdigest()}, expected {file.sha256}")


def _options(url: str) -> dict[str, Any]:
    if not url.startswith(("http://", "https://")):
        return {}
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=SECONDS_WITHOUT_DATA, sock_read=SECONDS_WITHOUT_DATA
    )
    return {"client_kwargs": {"timeout": timeout}, "block_size": 0}
