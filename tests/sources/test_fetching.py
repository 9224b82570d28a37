"""A good file is kept, a bad one never is, and the next mirror is tried."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from plumbing.ports import listener
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sources import fetching
from synthdigits.sources.fetching import RemoteFile, fetch

CONTENT = bytes(range(256)) * 2000
FILE = RemoteFile("digits.gz", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    folder = tmp_path / "good"
    folder.mkdir()
    (folder / FILE.name).write_bytes(CONTENT)
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A web server over tmp_path."""
    handler = partial(_QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


class _QuietHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if not self.path.startswith("/endless"):
            super().do_GET()
            return
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):  # of the other side, which has enough
            while True:
                self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def bad_mirror(folder: Path, content: bytes) -> str:
    folder.mkdir()
    (folder / FILE.name).write_bytes(content)
    return str(folder)


def test_a_folder_is_a_mirror(good: Path, tmp_path: Path) -> None:
    assert fetch(FILE, [str(good)], tmp_path / "kept").read_bytes() == CONTENT


def test_a_web_server_is_a_mirror(good: Path, server: str, tmp_path: Path) -> None:
    path = fetch(FILE, [f"{server}/{good.name}/"], tmp_path / "kept")
    assert path.read_bytes() == CONTENT


@pytest.mark.fault(
    "a mirror that sends something else",
    "a file cut off, an error page, other bytes",
    "it is not kept; the next mirror is tried, and one line names each with its reason",
)
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (CONTENT[:-1], f"sent {len(CONTENT) - 1} of {len(CONTENT)} bytes"),
        (b"<!DOCTYPE html><p>Please log in", "an HTML page"),
        (CONTENT[:-1] + b"?", "wrong sha256"),
    ],
    ids=["truncated", "error page", "wrong checksum"],
)
def test_a_bad_file_is_not_kept_and_the_next_mirror_is_tried(
    content: bytes, reason: str, good: Path, tmp_path: Path
) -> None:
    bad, kept = bad_mirror(tmp_path / "bad", content), tmp_path / "kept"

    with pytest.raises(SynthdigitsError, match=reason):
        fetch(FILE, [bad], kept)
    assert list(kept.iterdir()) == []

    assert fetch(FILE, [bad, str(good)], kept).read_bytes() == CONTENT
    assert [path.name for path in kept.iterdir()] == [FILE.name]


def test_the_error_lists_every_mirror_and_the_two_ways_out(server: str, tmp_path: Path) -> None:
    mirrors = [NOBODY_LISTENS, f"{server}/nowhere", str(tmp_path / "absent"), "quux://there"]
    with pytest.raises(SynthdigitsError) as failure:
        fetch(FILE, mirrors, tmp_path / "kept")
    message = str(failure.value)
    for mirror in mirrors:
        assert f"{mirror}: " in message
    assert "SYNTHDIGITS_MIRROR" in message
    assert "data.source: digits" in message


def test_no_mirror_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(SynthdigitsError, match=r"digits\.gz: none is listed"):
        fetch(FILE, [], tmp_path)


def test_a_good_file_is_not_fetched_again(good: Path, tmp_path: Path) -> None:
    fetch(FILE, [str(good)], tmp_path / "kept")
    assert fetch(FILE, [NOBODY_LISTENS], tmp_path / "kept").read_bytes() == CONTENT


def test_a_spoilt_file_is_fetched_again(good: Path, tmp_path: Path) -> None:
    kept = fetch(FILE, [str(good)], tmp_path / "kept")
    kept.write_bytes(CONTENT[:100])
    assert fetch(FILE, [str(good)], tmp_path / "kept").read_bytes() == CONTENT


@pytest.mark.fault(
    "a mirror without end",
    "a server that sends without stopping",
    "the download ends once more came than the file has; nothing is kept",
)
def test_no_more_is_taken_than_the_file_has(server: str, tmp_path: Path) -> None:
    with pytest.raises(SynthdigitsError, match=f"sends more than the file's {len(CONTENT)} bytes"):
        fetch(FILE, [f"{server}/endless"], tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_mirror_that_drips_is_left(
    good: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS_OF_GRACE", -60)
    monkeypatch.setattr(fetching, "LEAST_BYTES_PER_SECOND", len(CONTENT))
    with pytest.raises(SynthdigitsError, match=f"sends less than {len(CONTENT)} bytes a second"):
        fetch(FILE, [f"{server}/{good.name}"], tmp_path / "kept")


@pytest.mark.fault(
    "a mirror that is none",
    "a silent listener, a server of something else, nobody, an unknown scheme, no credentials",
    "each is left within 15 s, with its reason in the one line",
)
@pytest.mark.parametrize("scheme", ["http", "ftp", "s3"])
@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH_9.9\r\n"])
def test_another_listener_is_left_in_time(
    scheme: str, says: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS_TO_ANSWER", 2)
    with listener(says) as place:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{place}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
        address = "s3://bucket" if scheme == "s3" else f"{scheme}://{place}"
        assert reason_of(address, tmp_path)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:9", "Cannot connect"),
        ("s3://bucket/folder", "credentials"),
        ("wrong://x", "Protocol not known: wrong"),
    ],
)
def test_what_is_no_mirror_is_left_with_its_reason(
    address: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    assert reason in reason_of(address, tmp_path)


def reason_of(mirror: str, folder: Path) -> str:
    started = time.monotonic()
    with pytest.raises(SynthdigitsError) as failure:
        fetch(FILE, [mirror], folder / "kept")
    assert time.monotonic() - started < 15
    told = str(failure.value)
    assert told.startswith(f"no mirror has {FILE.name}: {mirror}: ")
    return told.removeprefix(f"no mirror has {FILE.name}: {mirror}: ").partition(". Two ways")[0]


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_pipe_in_a_folder_is_no_file(scheme: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE.name)
    with pytest.raises(SynthdigitsError, match="a file is needed, this is a pipe"):
        fetch(FILE, [f"{scheme}{tmp_path}"], tmp_path / "kept")


def test_an_address_may_be_longer_than_a_files_name(server: str, tmp_path: Path) -> None:
    mirror = f"{server}/{'k' * 300}"
    with pytest.raises(SynthdigitsError) as failure:
        fetch(FILE, [mirror], tmp_path / "kept")
    assert "name too long" not in str(failure.value)
