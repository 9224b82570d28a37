"""`same-bytes` finds one changed byte, and passes over timings and the code's own hashes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from synthdigits.commands.same_bytes import counted, differences, renamed
from synthdigits.plumbing.errors import SynthdigitsError

COMMAND = [sys.executable, "-m", "synthdigits.commands.same_bytes"]
MANIFEST = "data/export/masked/manifest.json"
REPORT = """\
# A report

| name | seconds | images per second | accuracy |
|---|---|---|---|
| `cnn` | {seconds} | {speed} | {accuracy} |

Read in {seconds} seconds.
"""


def manifest(**changed: object) -> str:
    facts = {
        "name": "masked",
        "code": {"revision": "a" * 40, "changed": ["params.yaml"]},
        "stages": {"mask": "b" * 64},
        "params": {"stages": {"seed": 1}},
    }
    return json.dumps({**facts, **changed}, indent=2)


def training(**changed: object) -> str:
    facts = {"iterations": 40, "train_seconds": 1.5, "images_per_second": 900.0, "hole_l1": 0.25}
    return json.dumps({**facts, **changed}, indent=2)


FILES = {
    "data/raw/train.npz": "pixels",
    MANIFEST: manifest(),
    "metrics/training/cnn.json": training(),
    "metrics/losses/cnn.csv": "iteration,loss\n1,0.5\n",
    "metrics/losses/unet.csv": "iteration,loss\n1,0.7\n",
    "metrics/report.md": "# A report\n",
}


@pytest.fixture
def compared(tmp_path: Path) -> Callable[..., list[str]]:
    """The differences of a project of FILES and one in which some are changed, or None: missing."""

    def compare(
        changes: Mapping[str, str | None], renames: Mapping[str, str] | None = None
    ) -> list[str]:
        for project, files in (("older", FILES), ("newer", {**FILES, **changes})):
            for name, content in files.items():
                if content is not None:
                    path = tmp_path / project / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(content)
        return differences(tmp_path / "older", tmp_path / "newer", renames or {})

    return compare


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("data/raw/train.npz", "pixelz", "data/raw/train.npz: differs"),
        ("data/raw/train.npz", None, "data/raw/train.npz: missing in the work tree"),
        ("metrics/new.json", "{}", "metrics/new.json: only in the work tree"),
        (
            "metrics/training/cnn.json",
            training(hole_l1=0.26),
            "metrics/training/cnn.json: differs",
        ),
        (
            "metrics/training/cnn.json",
            training().replace("  ", "\t"),
            "metrics/training/cnn.json: differs",
        ),
        (MANIFEST, manifest(name="mask"), f"{MANIFEST}: differs"),
        (MANIFEST, manifest(params={"stages": {"seed": 2}}), f"{MANIFEST}: differs"),
        ("metrics/losses/cnn.csv", "iteration,loss\n1,0.50\n", "metrics/losses/cnn.csv: differs"),
    ],
)
def test_a_planted_difference_is_named(
    name: str, content: str | None, line: str, compared: Callable[..., list[str]]
) -> None:
    assert compared({name: content}) == [line]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("metrics/training/cnn.json", training(train_seconds=2e-05, images_per_second=1)),
        (MANIFEST, manifest(code={"revision": None, "changed": []})),
        (MANIFEST, manifest(stages={})),
        (MANIFEST, manifest(stages={"mask": "c" * 64, "more": "d" * 64})),
        ("src/notes.txt", "no out"),
    ],
)
def test_what_does_not_count_is_passed_over(
    name: str, content: str, compared: Callable[..., list[str]]
) -> None:
    assert compared({name: content}) == []


@pytest.mark.parametrize(
    ("key", "timing"),
    [
        ("train_seconds", True),
        ("images_per_second", True),
        ("seconds_per_epoch", True),
        ("seconds", True),
        ("speed", True),
        ("secondary_loss", False),
        ("accuracy", False),
    ],
)
def test_which_keys_are_timings(key: str, timing: bool) -> None:
    contents = [json.dumps({key: figure}).encode() for figure in (1.5, 2.5)]
    counting = {counted("metrics/training/cnn.json", content) for content in contents}
    assert (len(counting) == 1) == timing


def test_a_report_counts_without_its_timings() -> None:
    def page(**figures: Any) -> bytes:
        filled = REPORT.format(**{"seconds": 1.5, "speed": 900, "accuracy": 0.9, **figures})
        return counted("metrics/report.md", filled.encode())

    assert page(speed=100) == page()
    assert page(accuracy=0.8) != page()
    assert page(seconds=1.6) != page(), "outside a table every word counts"
    assert counted("data/export/masked/README.md", b"|seconds|\n|1|") == b"|seconds|\n|1|"


def test_moved_outs_are_compared_at_their_new_names(compared: Callable[..., list[str]]) -> None:
    moved = {
        "metrics/losses/cnn.csv": None,
        "metrics/losses/unet.csv": None,
        "metrics/losses/classifiers/cnn.csv": FILES["metrics/losses/cnn.csv"],
        "metrics/losses/inpainters/unet.csv": "iteration,loss\n1,0.8\n",
    }
    renames = {
        "metrics/losses/": "metrics/losses/classifiers/",
        "metrics/losses/unet": "metrics/losses/inpainters/unet",
    }
    assert compared(moved, renames) == ["metrics/losses/inpainters/unet.csv: differs"]
    assert renamed("metrics/data.json", renames) == "metrics/data.json"


def test_renames_may_not_hide_an_out(compared: Callable[..., list[str]]) -> None:
    with pytest.raises(SynthdigitsError, match="lead two outs to one name"):
        compared({}, {"metrics/losses/cnn": "metrics/losses/unet"})


SCRIPT = """\
import json, time
from pathlib import Path
from digits import INK

time.sleep({pause})
for name, content in {{
    "data/digits.csv": f"ink\\n{{INK}}\\n",
    "metrics/digits.json": json.dumps({{"ink": 2, "train_seconds": time.time()}}),
}}.items():
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(content)
"""
PIPELINE = """\
stages:
  make:
    cmd: python make.py
    deps: [make.py, src/digits.py]
    params: [schedule, data]
    outs: [data/digits.csv]
    metrics: [metrics/digits.json: {cache: false}]
"""


@pytest.fixture
def tiny_project(workspace: Path) -> Path:
    """A committed project, the working directory, whose pipeline takes a second."""
    files = {
        ".dvc/config": "[core]\n    analytics = false\n",
        ".gitignore": "/data/*\n!/data/README.md\n__pycache__/\n",
        "data/README.md": "What DVC tracks.\n",
        "params.yaml": "schedule: cpu\ndata: {source: mnist}\n",
        "dvc.yaml": PIPELINE,
        "make.py": SCRIPT.format(pause=0),
        "src/digits.py": "INK = 7\n",
        "metrics/digits.json": "of an earlier run\n",
    }
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "add", "--all"], check=True)
    subprocess.run(["git", *identity, "commit", "--quiet", "--message", "Ink"], check=True)
    return workspace


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs that the test starts put their temporary folders."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_changed_constant_is_named_and_a_comment_is_not(
    tiny_project: Path, temporary: Path
) -> None:
    code = tiny_project / "src/digits.py"
    code.write_text("INK = 7  # of 10\n")
    commented = subprocess.run([*COMMAND, "HEAD"], capture_output=True, text=True, check=False)
    assert (commented.returncode, commented.stdout) == (
        0,
        "HEAD and the work tree make the same 3 files\n",
    ), commented.stderr
    code.write_text("INK = 8\n")
    changed = subprocess.run([*COMMAND, "HEAD"], capture_output=True, text=True, check=False)
    assert (changed.returncode, changed.stdout) == (1, "data/digits.csv: differs\n")
    assert list(temporary.iterdir()) == []
    assert (tiny_project / "metrics/digits.json").read_text() == "of an earlier run\n"


def test_a_demo_that_fails_is_told_with_its_last_lines(tiny_project: Path, temporary: Path) -> None:
    (tiny_project / "make.py").write_text("raise SystemExit('no ink')\n")
    failed = subprocess.run([*COMMAND, "HEAD"], capture_output=True, text=True, check=False)
    assert failed.returncode == 2
    assert "no ink" in failed.stderr
    assert "error: the demo of the work_tree failed" in failed.stderr
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_comparison_leaves_nothing_behind(
    sign: signal.Signals, tiny_project: Path, temporary: Path
) -> None:
    script = f"from pathlib import Path\nPath({str(tiny_project)!r}, 'started').touch()\n"
    (tiny_project / "make.py").write_text(script + SCRIPT.format(pause=600))
    running = subprocess.Popen([*COMMAND, "HEAD"], stderr=subprocess.DEVNULL)
    while not (tiny_project / "started").exists():
        assert running.poll() is None
        time.sleep(0.1)
    running.send_signal(sign)
    assert running.wait(timeout=30) not in (0, 1)
    assert list(temporary.iterdir()) == []


def test_kept_folders_are_named(tiny_project: Path, temporary: Path) -> None:
    kept = subprocess.run([*COMMAND, "HEAD", "--keep"], capture_output=True, text=True, check=False)
    (folder,) = temporary.iterdir()
    assert f"kept: {folder}" in kept.stderr
    assert (folder / "revision/data/digits.csv").read_text() == "ink\n7\n"
    assert not list(folder.glob("*/.git")), "without Git no card names a revision"


def test_an_unknown_revision_is_told(tiny_project: Path, temporary: Path) -> None:
    unknown = subprocess.run([*COMMAND, "nowhere"], capture_output=True, text=True, check=False)
    assert unknown.returncode == 2
    assert "nowhere" in unknown.stderr
    assert list(temporary.iterdir()) == []
