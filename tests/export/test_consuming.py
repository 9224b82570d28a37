"""docs/consuming.md, command by command, in a throw-away project of its own.

The sets come from another project, whose remote is a folder or a bucket of a real S3 server. The
sections on other remotes are run by test_remotes.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from export.shell import Block, Shell, sections
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.export import exporter
from synthdigits.export.documents.manifest import Manifest, read_manifest
from synthdigits.export.exporter import Exporter

SET = "data/export/synthetic-conditional"
MODEL = "data/models/gans/conditional.safetensors"
CONSUMED = {
    "Once": 2,
    "With a link to where it comes from": 2,
    "A release by name": 2,
    "Without a copy": 1,
    "Reading a set": 1,
    "What is checked on the way": 1,
}
"""Sections, and how many blocks each has."""
SETTING, NAMING = "Setting a remote", "A remote that the repository doesn't name"


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
def store(request: pytest.FixtureRequest, tmp_path: Path, shell: Shell) -> Shell:
    """A shell that knows where the remote is to be."""
    if request.param == "folder":
        return shell.knowing(STORE=tmp_path / "remote")
    address = request.getfixturevalue("bucket")
    return shell.knowing(STORE="s3://digits/synthdigits", AWS_ENDPOINT_URL=address)


@dataclass(frozen=True)
class Origin:
    """The project whose sets are taken."""

    folder: Path
    shell: Shell
    export: Callable[[], None]
    push: Block

    def publish(self, message: str) -> None:
        """Export, commit to DVC and Git, push."""
        self.export()
        steps = ["dvc commit --force --quiet", "git add --all"]
        self.shell(self.folder, "\n".join([*steps, f"git commit --quiet --message '{message}'"]))
        assert "Not in remote" not in self.shell.block(self.folder, self.push)


@pytest.fixture
def origin(
    store: Shell,
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
    setting, push, _ = sections(project / "docs/consuming.md")[SETTING]
    store(folder, "git init --quiet\ndvc init --quiet")
    store.block(folder, setting)
    return Origin(folder, store, export, push)


def test_every_section_with_commands_is_run(project: Path) -> None:
    blocks = sections(project / "docs/consuming.md")
    assert {heading: len(of_it) for heading, of_it in blocks.items()} == {
        **CONSUMED,
        SETTING: 3,
        NAMING: 2,
    }


def test_every_command_of_the_page_works(
    origin: Origin, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.publish("First digits")
    for name in ("synthetic-conditional", "conditional-generator"):
        origin.shell(origin.folder, f"git tag --annotate {name}@v1.0.0 --message First")
    consumer = tmp_path / "consumer"
    consumer.mkdir()
    origin.shell(consumer, "git init --quiet\ndvc init --quiet")
    shell = origin.shell.knowing(SYNTHDIGITS=origin.folder)
    outputs = []
    for heading in CONSUMED:
        for block in sections(project / "docs/consuming.md")[heading]:
            if "dvc update" in block.text:
                _publish_darker_digits(origin, monkeypatch)
            outputs.append(shell.block(consumer, block))

    first, updated, released = (
        read_manifest(consumer / name).splits["train"].pixels_sha256
        for name in ("digits", "linked", "released")
    )
    assert first == released != updated
    assert "rows made again are what the manifest says" in outputs[1]
    assert outputs[6].startswith("150 training digits\n[15, 15")
    assert read_manifest(consumer / "checked" / SET).splits["train"].pixels_sha256 == updated
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
