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
LOCAL_CONFIG = "[core]\n    no_scm = true\n    autostage = false\n"


def main() -> None:
    copy_work_tree(FOLDER)
    ask_for_the_demo(FOLDER)
    command = [sys.executable, "-m", "synthdigits.commands.repro"]
    finished = subprocess.run(command, cwd=FOLDER, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)
    print(f"\nThe report: {FOLDER / 'metrics' / 'report.md'}")  # noqa: T201


def copy_work_tree(folder: Path) -> None:
    """Copy what Git tracks or would track, but for the lock and the metrics of another run."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    for source in map(Path, filter(None, listing.stdout.split("\0"))):
        if source.is_file() and source.parts[0] != "metrics" and source != Path("dvc.lock"):
            (folder / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / source)


def ask_for_the_demo(project: Path) -> None:
    """Set the parameters of a copy of the project, and its DVC, as the demo has them."""
    params = project / "params.yaml"
    tree = yaml.safe_load(params.read_text(encoding="utf-8"))
    params.write_text(yaml.safe_dump({**tree, **OVERRIDES}, sort_keys=False), encoding="utf-8")
    (project / ".dvc" / "config.local").write_text(LOCAL_CONFIG, encoding="utf-8")


if __name__ == "__main__":
    main()
