"""What a release would change, or why there can be none: nothing here changes anything."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from synthdigits.commands.changelog import released
from synthdigits.commands.programs import dvc, git
from synthdigits.plumbing.errors import SynthdigitsError

CHANGELOG, PROJECT = Path("CHANGELOG.md"), Path("pyproject.toml")
DVC_CONFIG = Path(".dvc/config")
NUMBER = r"(0|[1-9]\d*)"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}")
NAMED = 3
"""Stages or files that an error names."""


@dataclass(frozen=True)
class Plan:
    """A release that may be made.

    Attributes:
        tags: that of the version first, then one for each artifact of dvc.yaml, as DVC reads them.
        texts: what is written into which file.
        remote: the DVC remote that consumers find in the repository; empty where there is none.
    """

    version: str
    tags: tuple[str, ...]
    texts: Mapping[Path, str]
    remote: str


def plan_release(version: str) -> Plan:
    """Look at the project in the working directory.

    Raises:
        SynthdigitsError: why it can't be released under this version.
    """
    tags = (f"v{version}", *(f"{name}@v{version}" for name in artifacts()))
    check_version(version, tags)
    today = datetime.now(UTC).date().isoformat()
    texts = {
        CHANGELOG: released(CHANGELOG.read_text(encoding="utf-8"), version, today),
        PROJECT: with_version(PROJECT.read_text(encoding="utf-8"), version),
    }
    check_tree()
    check_lock()
    remote = default_remote()
    if remote:
        check_remote(remote)
    return Plan(version, tags, texts, remote)


def artifacts() -> list[str]:
    """Names under which other projects take what this one makes."""
    tree = yaml.safe_load(Path("dvc.yaml").read_text(encoding="utf-8"))
    return list(tree.get("artifacts", {}))


def check_version(version: str, tags: tuple[str, ...]) -> None:
    """Refuse what is no version, has a tag, or is not newer than what was released."""
    if not VERSION.fullmatch(version):
        raise SynthdigitsError(f"{version!r} is no version: three numbers, as 1.2.3")
    known = git("tag", "--list").splitlines()
    if existing := [tag for tag in tags if tag in known]:
        raise SynthdigitsError(f"the tag {existing[0]} exists")
    current = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    versions = [tag[1:] for tag in known if tag[:1] == "v" and VERSION.fullmatch(tag[1:])]
    newest = max(versions, key=_numbers, default="")
    if newest and _numbers(version) < _numbers(newest):
        raise SynthdigitsError(f"{version} is not newer than {newest}, which was released")
    if _numbers(version) < _numbers(current):  # equal at the first release
        raise SynthdigitsError(f"{version} is not newer than {current}, {PROJECT}'s version")


def with_version(project: str, version: str) -> str:
    """The text of pyproject.toml with another version."""
    text, count = re.subn(r'^version = ".*"$', f'version = "{version}"', project, flags=re.M)
    if count != 1:
        raise SynthdigitsError(f"{PROJECT}: {count} lines `version = …` where one should be")
    return text


def check_tree() -> None:
    """Refuse a tree of which Git doesn't hold everything: a tag would name something else."""
    if changed := git("status", "--porcelain").splitlines():
        raise SynthdigitsError(f"not committed: {_some([line[3:] for line in changed])}")


def check_lock() -> None:
    """Refuse a dvc.lock that is not of this code, these params and these data."""
    said = dvc("repro", "--dry", "--allow-missing")
    if stages := re.findall(r"^Running stage '(.+?)'", said, re.M):
        raise SynthdigitsError(f"dvc.lock disagrees, `make repro` would run {_some(stages)}")


def default_remote() -> str:
    """The remote that Git holds, as consumers see it; what config.local says they don't."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(DVC_CONFIG, encoding="utf-8")
    return config.get("core", "remote", fallback="")


def check_remote(remote: str) -> None:
    """Refuse where consumers could not fetch all that dvc.lock names."""
    said = dvc("data", "status", "--not-in-remote", "--remote", remote, "--json")
    if missing := json.loads(said).get("not_in_remote", []):
        raise SynthdigitsError(f"the remote {remote!r} lacks {_some(missing)}: `dvc push`")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))  # of 1.2.0.dev1 too


def _some(names: list[str]) -> str:
    left = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {left} more" if left > 0 else "")
