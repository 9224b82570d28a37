"""A good file is kept, a bad one never is, and the next mirror is tried."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from synthdigits.plumbing.errors import SynthdigitsError
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
        assert f"\n  {mirror}: " in message
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
