"""A full disk is one line with the path and what it needs; what was there stays."""

from __future__ import annotations

import errno
import hashlib
import io
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from PIL import Image
from pyarrow import parquet
from safetensors.torch import save_file

from plumbing.limits import no_file_above
from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing import stage
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.room import NoRoomError, in_words
from synthdigits.sources.fetching import RemoteFile, fetch

NOISE = np.random.default_rng(0).integers(0, 256, 10**5, np.uint8)
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")


def write_tar(path: Path) -> None:
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("x")
        member.size = len(NOISE)
        tar.addfile(member, io.BytesIO(NOISE.tobytes()))


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.npz": lambda path: np.savez(path, x=NOISE),
    "a.safetensors": lambda path: save_file({"x": torch.from_numpy(NOISE)}, path),
    "a.parquet": lambda path: parquet.write_table(pa.table({"x": NOISE}), path),
    "a.png": lambda path: Image.fromarray(NOISE.reshape(250, 400)).save(path),
    "a.tar": write_tar,
    "a.json": lambda path: path.write_bytes(NOISE.tobytes()),
}


@needs_limits
@pytest.mark.fault(
    "the disk is full",
    "a limit on the size of files, for each kind of file that is written",
    "one line with path and room needed; the old file stays, nothing half lies about",
)
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_one_line_whatever_writes(name: str, workspace: Path) -> None:
    path = Path(name)
    path.write_bytes(b"old")
    with (
        pytest.raises(NoRoomError, match=rf"{name}: no room, it needs 100\.0 kB: File too large"),
        no_file_above(50_000),
        replacing(path, 10**5) as partial,
    ):
        WRITERS[name](partial)
    assert path.read_bytes() == b"old"
    assert list(Path().iterdir()) == [path]
    with replacing(path) as partial:
        WRITERS[name](partial)
    assert path.stat().st_size >= 10**5


@needs_limits
def test_digits_and_weights_say_how_much_they_need(workspace: Path, digits: Digits) -> None:
    network = torch.nn.Linear(100, 1000)
    with no_file_above(50_000):
        with pytest.raises(NoRoomError, match=r"raw/train\.npz: no room, it needs 158\.6 kB"):
            digits.save(Path("raw/train.npz"))
        with pytest.raises(NoRoomError, match=r"net\.safetensors: no room, it needs 404\.0 kB"):
            save_weights(Path("net.safetensors"), network, Header("x", 10, {}, []))
    assert [path for path in workspace.rglob("*") if path.is_file()] == []


@needs_limits
@pytest.mark.fault(
    "the disk is full while a download runs",
    "a limit on the size of files",
    "one line with path and room needed; no other mirror is blamed or tried",
)
def test_a_mirror_is_not_blamed_for_a_full_disk(workspace: Path) -> None:
    mirror = workspace / "mirror"
    mirror.mkdir()
    (mirror / "digits.gz").write_bytes(NOISE.tobytes())
    file = RemoteFile("digits.gz", hashlib.sha256(NOISE.tobytes()).hexdigest(), len(NOISE))
    with no_file_above(50_000), pytest.raises(NoRoomError) as told:
        fetch(file, [str(mirror), "nowhere"], workspace / "downloads")
    assert "downloads/digits.gz: no room, it needs 100.0 kB" in str(told.value)
    assert "no mirror has" not in str(told.value)
    assert fetch(file, [str(mirror)], workspace / "downloads").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_stage_tells_of_a_full_disk_wherever_it_meets_it(number: int) -> None:
    def full() -> None:
        raise OSError(number, "the system's words", "some/folder")

    with pytest.raises(SystemExit, match=r"error: some/folder: no room: .*run the same again"):
        stage.run(full)


def test_other_errors_stay_what_they_are(workspace: Path) -> None:
    with pytest.raises(ConnectionResetError), replacing(Path("a")):
        raise ConnectionResetError(errno.ECONNRESET, "the system's words")


def test_bytes_in_words() -> None:
    assert [in_words(size) for size in (500, 47_040_000, 2 * 10**9)] == [
        *("0.5 kB", "47.0 MB", "2.0 GB"),
    ]
