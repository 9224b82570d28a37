"""docs/consuming.md on remotes: a web server's, one that the repository doesn't name, a bad one."""

from __future__ import annotations

import functools
import stat
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from export.shell import Shell, sections
from export.test_consuming import NAMING, SET, SETTING


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address at which a server of this machine shows the folder `remote`."""
    handler = functools.partial(_Quiet, directory=str(tmp_path / "remote"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        pass


@pytest.fixture
def origin(shell: Shell, tmp_path: Path) -> Path:
    """A project with a set of one small file and no remote."""
    folder = tmp_path / "origin"
    (folder / SET).mkdir(parents=True)
    (folder / SET / "manifest.json").write_text("{}")
    stages = {"stages": {"export": {"cmd": "echo exported", "outs": [SET]}}}
    (folder / "dvc.yaml").write_text(yaml.safe_dump(stages))
    steps = ["git init --quiet", "dvc init --quiet", "dvc commit --force --quiet", "git add --all"]
    shell(folder, "\n".join([*steps, "git commit --quiet --message Digits"]))
    return folder


def taken(clone: Path) -> str:
    return (clone / "manifest.json").read_text()


def test_a_web_server_shows_what_the_owner_pushed(
    shell: Shell, origin: Path, web: str, tmp_path: Path, project: Path
) -> None:
    page = sections(project / "docs/consuming.md")
    owner = shell.knowing(STORE=tmp_path / "remote", WEB=web)
    assert "Not in remote" not in owner.block(origin, page[SETTING][-1])
    assert str(tmp_path / "remote") not in (origin / ".dvc/config").read_text()
    owner(tmp_path, "git clone --quiet origin clone")
    shell.knowing(SYNTHDIGITS=tmp_path / "clone").block(tmp_path, page["Once"][0])
    assert taken(tmp_path / "digits") == "{}"


def test_a_consumer_names_a_remote_that_the_repository_does_not(
    shell: Shell, origin: Path, web: str, tmp_path: Path, project: Path
) -> None:
    shell(origin, f"dvc remote add --local store '{tmp_path / 'remote'}'\ndvc push --remote store")
    shell(tmp_path, f"git clone --quiet origin clone\ndvc get origin {SET} --out from-its-cache")
    assert taken(tmp_path / "from-its-cache") == "{}"
    assert shell.tried(tmp_path, f"dvc get clone {SET} --out unnamed").returncode
    consumer = shell.knowing(SYNTHDIGITS=tmp_path / "clone", STORE=web)
    get, read = sections(project / "docs/consuming.md")[NAMING]
    consumer.block(tmp_path, get)
    assert taken(tmp_path / "named") == "{}"
    assert consumer.block(tmp_path, read) == "{}\n"


def test_only_a_pull_with_verify_checks_what_a_remote_gives(
    shell: Shell, origin: Path, tmp_path: Path, project: Path
) -> None:
    """Where this fails because `dvc get` refuses, the page may promise more."""
    page = sections(project / "docs/consuming.md")
    owner = shell.knowing(STORE=tmp_path / "remote", SYNTHDIGITS=tmp_path / "clone")
    for block in page[SETTING][:2]:
        owner.block(origin, block)
    [stored] = (path for path in (tmp_path / "remote").rglob("*") if _holds(path, b"{}"))
    stored.chmod(stat.S_IRUSR | stat.S_IWUSR)
    stored.write_text("[]")
    owner(tmp_path, "git clone --quiet origin clone")
    owner.block(tmp_path, page["Once"][0])
    assert taken(tmp_path / "digits") == "[]"
    [pull] = page["What is checked on the way"]
    refused = owner.tried(tmp_path, pull.text)
    assert refused.returncode
    assert not (tmp_path / "checked" / SET / "manifest.json").exists()


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
