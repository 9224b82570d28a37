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

import typer
import yaml

from synthdigits.commands.command_line import app_of, end
from synthdigits.commands.programs import git
from synthdigits.config.params import PARAMS_FILE, load_tree
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.interruption import note_saved
from synthdigits.plumbing.wording import shown

FOLDER = Path(".demo")
OVERRIDES = {"schedule": "demo", "data": {"source": "digits", "mirrors": []}}
LOCAL_CONFIG = "[core]\n    no_scm = true\n    autostage = false\n"


def main() -> None:
    copy_work_tree(FOLDER)
    ask_for_the_demo(FOLDER)
    if status := _run_in(FOLDER):
        raise typer.Exit(status)
    print(f"\nThe report: {FOLDER / 'metrics' / 'report.md'}")  # noqa: T201


def _run_in(folder: Path) -> int:
    """Run the whole pipeline there; where that is interrupted it is over when this returns."""
    note_saved(f"what lies in {folder}")
    with subprocess.Popen([sys.executable, "-m", "synthdigits.commands.repro"], cwd=folder) as run:
        try:
            return run.wait()
        except KeyboardInterrupt:
            run.terminate()
            run.wait()
            raise


def copy_work_tree(folder: Path) -> None:
    """Copy what Git tracks or would track, but for the lock and the metrics of another run.

    Raises:
        SynthdigitsError: the working directory is no work tree of Git's.
    """
    listing = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for source in map(Path, filter(None, listing.split("\0"))):
        if source.is_file() and source.parts[0] != "metrics" and source != Path("dvc.lock"):
            (folder / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / source)


def ask_for_the_demo(project: Path) -> None:
    """Set the parameters of a copy of the project, and its DVC, as the demo has them.

    Raises:
        SynthdigitsError: it has no params.yaml, or none of sections.
    """
    params = project / PARAMS_FILE
    tree = load_tree(params)
    if not isinstance(tree, dict):
        raise SynthdigitsError(f"{params}: sections are needed, got {shown(tree)}")
    params.write_text(yaml.safe_dump({**tree, **OVERRIDES}, sort_keys=False), encoding="utf-8")
    (project / ".dvc" / "config.local").write_text(LOCAL_CONFIG, encoding="utf-8")


if __name__ == "__main__":
    end(app_of(main), "python -m synthdigits.commands.demo")
