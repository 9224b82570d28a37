"""The first look, `make demo`: the whole pipeline, small, beside the checkout.

It runs the same dvc.yaml on scikit-learn's bundled digits with the `demo` schedule in `.demo/`, a
copy of the tracked files with a DVC of its own, so that the checkout's params.yaml, dvc.lock and
metrics/ stay as they are.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

FOLDER = Path(".demo")
OVERRIDES = {"schedule": "demo", "data": {"source": "digits", "mirrors": []}}


def main() -> None:
    _copy_tracked_files()
    params = FOLDER / "params.yaml"
    tree = yaml.safe_load(params.read_text(encoding="utf-8"))
    params.write_text(yaml.safe_dump({**tree, **OVERRIDES}, sort_keys=False), encoding="utf-8")
    local = FOLDER / ".dvc" / "config.local"
    local.write_text("[core]\n    no_scm = true\n    autostage = false\n", encoding="utf-8")
    finished = subprocess.run([sys.executable, "-m", "dvc", "repro"], cwd=FOLDER, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)
    print(f"\nThe report: {FOLDER / 'metrics' / 'report.md'}")  # noqa: T201


def _copy_tracked_files() -> None:
    """Copy what Git tracks or would track; keep the data and the lock of an earlier demo."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listing.stdout.split("\0")):
        source, target = Path(name), FOLDER / name
        if not source.is_file() or source.parts[0] == "metrics" or name == "dvc.lock":
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


if __name__ == "__main__":
    main()
