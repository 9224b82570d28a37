"""docs/consuming.md, command by command, in a throw-away project of its own.

The sets come from another project, whose remote is a folder or a bucket of a real S3 server.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.export import exporter
from synthdigits.export.documents.manifest import Manifest, read_manifest
from synthdigits.export.exporter import Exporter

SET = "data/export/synthetic-conditional"
MODEL = "data/models/gans/conditional.safetensors"
SHIMS = {
    "dvc": "exec '{python}' -m dvc \"$@\"",
    "synthdigits": "exec '{python}' -c 'from synthdigits.cli import main; main()' \"$@\"",
    "python": "exec '{python}' \"$@\"",
}


@dataclass(frozen=True)
class Shell:
    """Runs commands as a person would who has `dvc` and `synthdigits` installed."""

    environment: dict[str, str]

    def __call__(self, folder: Path, script: str) -> str:
        command = ["bash", "-euc", script]
        finished = subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, f"{script}\n{finished.stdout}{finished.stderr}"
        return finished.stdout


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Shell:
    folder = tmp_path_factory.mktemp("bin")
    for name, line in SHIMS.items():
        (folder / name).write_text(f"#!/bin/sh\n{line.format(python=sys.executable)}\n")
        (folder / name).chmod(stat.S_IRWXU)
    identity = {
        f"GIT_{who}_{what}": "test@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return Shell(
        {
            **os.environ,
            **identity,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(project / "src"),
            "DVC_NO_ANALYTICS": "1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    )


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an S3 server on this machine that has a bucket `digits`."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - of the server above
    ).create_bucket(Bucket="digits")
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The commands that give a project its remote."""
    if request.param == "folder":
        return f"dvc remote add --quiet --default store '{tmp_path / 'remote'}'"
    return (
        "dvc remote add --quiet --default store s3://digits/synthdigits\n"
        f"dvc remote modify --quiet store endpointurl {request.getfixturevalue('bucket')}"
    )


@dataclass(frozen=True)
class Origin:
    """The project whose sets are taken."""

    folder: Path
    shell: Shell
    export: Callable[[], None]

    def publish(self, message: str) -> None:
        """Export, commit to DVC and Git, push."""
        self.export()
        steps = ["dvc commit --force --quiet", "dvc push --quiet", "git add --all"]
        self.shell(self.folder, "\n".join([*steps, f"git commit --quiet --message '{message}'"]))


@pytest.fixture
def origin(
    shell: Shell,
    remote: str,
    project: Path,
    small_project: Path,
    params: Params,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Origin:
    folder = tmp_path / "origin"
    folder.mkdir()
    monkeypatch.chdir(small_project)
    monkeypatch.setattr(exporter, "refusals", lambda *_: [])

    def export() -> None:
        exports = Exporter(params, ["idx", "npz", "parquet"], allow_dirty=True)
        assert isinstance(exports.export("synthetic-conditional", folder / SET), Manifest)

    tree = yaml.safe_load((project / "dvc.yaml").read_text(encoding="utf-8"))
    stage = {"cmd": "echo exported", "outs": [SET, MODEL]}
    written = {"stages": {"export": stage}, "artifacts": tree["artifacts"]}
    (folder / "dvc.yaml").write_text(yaml.safe_dump(written))
    (folder / MODEL).parent.mkdir(parents=True)
    (folder / MODEL).write_bytes(paths.gan_weights("conditional").read_bytes())
    shell(folder, f"git init --quiet\ndvc init --quiet\n{remote}")
    return Origin(folder, shell, export)


def _blocks(page: Path) -> list[tuple[str, str]]:
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^```(sh|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_page_works(
    origin: Origin, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.publish("First digits")
    for name in ("synthetic-conditional", "conditional-generator"):
        origin.shell(origin.folder, f"git tag --annotate {name}@v1.0.0 --message First")
    consumer = tmp_path / "consumer"
    consumer.mkdir()
    origin.shell(consumer, "git init --quiet\ndvc init --quiet")
    shell = Shell({**origin.shell.environment, "SYNTHDIGITS": str(origin.folder)})
    outputs = []
    for language, block in _blocks(project / "docs/consuming.md"):
        if "dvc update" in block:
            _publish_darker_digits(origin, monkeypatch)
        (consumer / "block.py").write_text(block)
        outputs.append(shell(consumer, block if language == "sh" else "python block.py"))
    assert len(outputs) == 8

    first, updated, released = (
        read_manifest(consumer / name).splits["train"].pixels_sha256
        for name in ("digits", "linked", "released")
    )
    assert first == released != updated
    assert "rows made again are what the manifest says" in outputs[1]
    assert outputs[-2].startswith("150 training digits\n[15, 15")
    assert set(pd.read_parquet(consumer / "sevens.parquet")["label"]) == {7}


def _publish_darker_digits(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    path = paths.synthetic("conditional", "train")
    original = path.read_bytes()
    digits = SyntheticDigits.load(path)
    changed: dict[str, Any] = {**vars(digits), "images": digits.images // np.uint8(2)}
    SyntheticDigits(**changed).save(path)
    try:
        origin.publish("Darker digits")
    finally:
        path.write_bytes(original)
