"""Files from mirrors: tried in order, checked by sha256, kept only when whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import fsspec
from fsspec.utils import get_protocol

from synthdigits.plumbing.deadline import within
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing, sha256_of
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.progress import progress_bar
from synthdigits.plumbing.room import NoRoomError
from synthdigits.plumbing.wording import brief

CHUNK_BYTES = 1 << 18
SECONDS_TO_ANSWER = 12
SECONDS_WITHOUT_DATA = 30
LEAST_BYTES_PER_SECOND = 1000
SECONDS_OF_GRACE = 30
"""Before a mirror has to be that fast."""


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
        SynthdigitsError: no mirror has it; the message lists each with its reason. Or there is no
            room for it.
    """
    path = folder / file.name
    if path.is_file() and path.stat().st_size == file.bytes and sha256_of(path) == file.sha256:
        return path
    reasons = []
    for mirror in mirrors:
        try:
            with replacing(path, file.bytes) as partial:
                _copy(f"{mirror.rstrip('/')}/{file.name}", partial, file)
            return path
        except NoRoomError:  # no other mirror would help
            raise
        except Exception as reason:  # noqa: BLE001 - every fsspec backend fails in its own way
            told = reason.__cause__ or reason  # fsspec turns all that happens on the way into one
            reasons.append(f"{brief(mirror)}: {brief(told, 60)}")
    raise SynthdigitsError(
        f"no mirror has {file.name}: {'; '.join(reasons) or 'none is listed'}. "
        "Two ways out: put the files into a folder and name it in the environment variable "
        "SYNTHDIGITS_MIRROR (or in data.mirrors), or set `data.source: digits` in params.yaml, "
        "which needs no download."
    )


def _copy(url: str, target: Path, file: RemoteFile) -> None:
    if get_protocol(url) == "file":
        plain(Path(fsspec.core.strip_protocol(url)))
    digest, received, started = hashlib.sha256(), 0, time.monotonic()
    bar = progress_bar(desc=file.name, total=file.bytes, unit="B", unit_scale=True)
    opened = within(SECONDS_TO_ANSWER, lambda: fsspec.open(url, **_options(url)).open())
    with opened as source, target.open("wb") as sink, bar:
        while chunk := source.read(CHUNK_BYTES):
            if not received and chunk.lstrip().lower().startswith((b"<!doctype", b"<html")):
                raise _UnusableError("sent an HTML page in place of the file")
            if received + len(chunk) > file.bytes:
                raise _UnusableError(f"sends more than the file's {file.bytes} bytes")
            if received < LEAST_BYTES_PER_SECOND * (time.monotonic() - started - SECONDS_OF_GRACE):
                raise _UnusableError(f"sends less than {LEAST_BYTES_PER_SECOND} bytes a second")
            digest.update(chunk)
            received += sink.write(chunk)
            bar.update(len(chunk))
    if digest.hexdigest() == file.sha256:
        return
    if received < file.bytes:
        raise _UnusableError(f"sent {received} of {file.bytes} bytes")
    raise _UnusableError(f"wrong sha256: got {digest.hexdigest()}, expected {file.sha256}")


def _options(url: str) -> dict[str, Any]:
    if not url.startswith(("http://", "https://")):
        return {}
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=SECONDS_TO_ANSWER, sock_read=SECONDS_WITHOUT_DATA
    )
    return {"client_kwargs": {"timeout": timeout}, "block_size": 0}
