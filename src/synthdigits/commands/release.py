"""`make release VERSION=1.2.3`: changelog, version, wheel, commit and tags; nothing is pushed.

Everything that could forbid a release is looked at before anything changes, and where a step fails
all is put back.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from synthdigits.commands.command_line import app_of, end
from synthdigits.commands.programs import git
from synthdigits.commands.release_plan import Plan, plan_release
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

WHEELS = Path("dist")
PUSH = "git push --atomic --follow-tags origin HEAD"
NO_REMOTE = "No DVC remote: consumers can't fetch data, only code and shipped weights."


def main(
    version: Annotated[
        str, typer.Argument(help="Three numbers, newer than the last release.")
    ] = "",  # none is refused as any other that is no version
) -> None:
    try:
        plan = plan_release(version)
        wheel = carry_out(plan)
    except (SynthdigitsError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Tags: {', '.join(plan.tags)}.\nWheel: {wheel}.")
    typer.echo(f"DVC remote: {plan.remote}." if plan.remote else NO_REMOTE)
    typer.echo(f"Nothing was pushed. To publish: {PUSH}")


def carry_out(plan: Plan) -> Path:
    """Make the release; what comes back is the wheel.

    Raises:
        SynthdigitsError: a step failed, and all is as it was before.
    """
    with TemporaryDirectory() as folder, put_back_on_failure(plan):
        for path, text in plan.texts.items():
            _write(path, text.encode())
        built = build_wheel(Path(folder))
        files = [str(path) for path in plan.texts]
        git("commit", "--quiet", "--message", f"Release {plan.version}", "--", *files)
        for tag in plan.tags:
            git("tag", "--annotate", tag, "--message", f"Release {plan.version}")
        wheel = WHEELS / built.name
        with replacing(wheel) as partial:
            shutil.copyfile(built, partial)
    return wheel


def build_wheel(folder: Path) -> Path:
    """Build the project in the working directory.

    Raises:
        SynthdigitsError: it can't be built; pip has said why on stderr.
    """
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", str(folder)]
    command = [sys.executable, "-m", "pip", "wheel", *options, "."]
    if subprocess.run(command, check=False).returncode:
        raise SynthdigitsError("the wheel can't be built; nothing was released")
    return next(folder.glob("*.whl"))


@contextmanager
def put_back_on_failure(plan: Plan) -> Iterator[None]:
    """Take back commit, tags and texts where the block fails or is interrupted."""
    commit = git("rev-parse", "HEAD").strip()
    texts = {path: path.read_bytes() for path in plan.texts}
    try:
        yield
    except BaseException:
        # The plan has found none of its tags, so that all of them were made here.
        subprocess.run(["git", "tag", "--delete", *plan.tags], check=False, capture_output=True)
        git("reset", "--quiet", "--mixed", commit)
        for path, text in texts.items():
            _write(path, text)
        raise


def _write(path: Path, text: bytes) -> None:
    with replacing(path) as partial:
        partial.write_bytes(text)


if __name__ == "__main__":
    end(app_of(main), "python -m synthdigits.commands.release")
