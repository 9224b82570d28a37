"""The surroundings in which a set was made: code, machine, networks, real digits, stages."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from synthdigits.digits.digits import Digits
from synthdigits.export.documents.digest import sha256_of_json
from synthdigits.export.documents.manifest import Code, Machine, ModelFacts, Origin, Role
from synthdigits.learning.device import find_device
from synthdigits.learning.weights import ranges_of, read_weights
from synthdigits.plumbing.files import sha256_of

SHAPING = ["src", "stages", "params.yaml", "dvc.yaml", "pyproject.toml", "requirements.lock"]
"""Files that shape a set. ``dvc repro`` itself writes dvc.lock and metrics/ while it runs."""
PACKAGES = ["numpy", "pyarrow", "safetensors", "torch"]


def code() -> Code:
    """The working directory's revision, if it is the root of a checkout."""
    revision, committed, changed = None, None, ""
    if _git("rev-parse", "--show-prefix") == "\n":
        revision, committed = (_git("show", "-s", f"--format={what}") for what in ("%H", "%cs"))
        changed = _git("status", "--porcelain", "-z", "--no-renames", "--", *SHAPING) or ""
    return Code(
        version=version("synthdigits"),
        revision=revision.strip() if revision else None,
        committed=committed.strip() if committed else None,
        changed=sorted(line[3:] for line in changed.split("\0") if line),
    )


def machine() -> Machine:
    return Machine(
        device=find_device().type,
        processor=platform.machine(),
        python=platform.python_version(),
        packages={name: version(name) for name in PACKAGES},
    )


def model(role: Role, weights: Path) -> ModelFacts:
    """A network by its weights, which are copied into the set's folder."""
    header, _ = read_weights(weights)
    return ModelFacts(
        role=role,
        name=weights.stem,
        file=f"weights/{weights.name}",
        sha256=sha256_of(weights),
        training_rows=header.training_rows,
        precision=header.precision,
    )


def origin(source: str, train: Path, test: Path) -> Origin:
    """The real digits; of a path to one's own digits the last part is kept."""
    return Origin(
        source=Path(source).name,
        train_sha256=sha256_of(train),
        test_sha256=sha256_of(test),
        test_rows=ranges_of(Digits.load(test).rows),
    )


def lock_of(stages: Iterable[str], lock: dict[str, Any]) -> dict[str, str]:
    """A hash of the inputs of each stage that dvc.lock knows."""
    known = lock.get("stages", {})
    return {name: _hash_of_inputs(known[name]) for name in stages if name in known}


def read_lock(root: Path = Path()) -> dict[str, Any]:
    """What dvc.lock holds; nothing where there is none.

    DVC rewrites the file in place whenever a stage beside this one ends, and holds the lock of
    its repository meanwhile. Reading waits for that lock, or it might find half a file. An
    environment without DVC runs no stages, so there is nothing to wait for.
    """
    path, lock = root / "dvc.lock", root / ".dvc/tmp/lock"
    runs_stages = lock.exists() and find_spec("dvc") is not None
    with _held(lock) if runs_stages else nullcontext():
        if not path.exists():
            return {}
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return content


def _held(lock: Path) -> AbstractContextManager[object]:
    from dvc.lock import Lock  # where stages run without DVC, nothing writes dvc.lock

    held: AbstractContextManager[object] = Lock(str(lock), wait=True)
    return held


def _hash_of_inputs(stage: dict[str, Any]) -> str:
    inputs = {key: stage.get(key) for key in ("cmd", "deps", "params")}
    return sha256_of_json(inputs)


def _git(*arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", *arguments]
    try:
        finished = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="backslashreplace", check=False
        )
    except FileNotFoundError:
        return None
    return finished.stdout if finished.returncode == 0 else None
