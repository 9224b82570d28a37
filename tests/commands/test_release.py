"""`make release`: each refusal, what a release makes, and that a failed one leaves nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typer
import yaml

from synthdigits.commands import release
from synthdigits.commands.changelog import released
from synthdigits.commands.programs import dvc, git
from synthdigits.commands.release_plan import check_lock, check_remote, default_remote
from synthdigits.plumbing.errors import SynthdigitsError

BACKEND = """
import pathlib, re, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    version = re.search('version = "(.+)"$', pathlib.Path("pyproject.toml").read_text(), re.M)[1]
    name = f"digits-{version}-py3-none-any.whl"
    facts = f"Metadata-Version: 2.1\\nName: digits\\nVersion: {version}\\n"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as file:
        file.writestr(f"digits-{version}.dist-info/METADATA", facts)
        file.writestr(f"digits-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\\n")
    return name
"""
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "digits"
version = "0.1.0"
"""
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n- Sevens.\n\n## [0.0.9] - 2020-01-01\n\n- Ones.\n"
STAGES = {"paint": {"cmd": "echo 7 > sevens", "deps": ["brush"], "outs": ["sevens"]}}
ARTIFACTS = {"sevens": {"path": "sevens", "type": "dataset"}, "more": {"path": "sevens"}}
IGNORED = "/sevens\n/dist/\n__pycache__/\n*.egg-info/\n/build/\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one stage, run and committed; a remote of this machine alone holds its out."""
    folder = tmp_path_factory.mktemp("released")
    files = {
        "backend.py": BACKEND,
        "pyproject.toml": PYPROJECT,
        "CHANGELOG.md": CHANGELOG,
        "brush": "thin",
        "dvc.yaml": yaml.safe_dump({"stages": STAGES, "artifacts": ARTIFACTS}, sort_keys=False),
        ".gitignore": IGNORED,
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    with pytest.MonkeyPatch.context() as monkeypatch:
        _as_a_person(monkeypatch, folder)
        git("init", "--quiet")
        dvc("init", "--quiet")
        dvc("repro", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "Sevens")
    return folder


@pytest.fixture
def sevens(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the template as the working directory."""
    folder = tmp_path / "sevens"
    shutil.copytree(template, folder)
    _as_a_person(monkeypatch, folder)
    return folder


def _as_a_person(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DVC_NO_ANALYTICS", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "test@example.org")


def state() -> tuple[str, ...]:
    """All that a release changes."""
    files = [Path(name).read_text() for name in ("CHANGELOG.md", "pyproject.toml")]
    wheels = ",".join(map(str, Path().glob("dist/*")))
    return git("log", "--oneline"), git("status", "--porcelain"), git("tag"), *files, wheels


def refused(version: str, capfd: pytest.CaptureFixture[str]) -> str:
    """The line that a refused release says; nothing changes."""
    before = state()
    capfd.readouterr()
    with pytest.raises(typer.Exit) as raised:
        release.main(version)
    assert raised.value.exit_code == 1
    assert state() == before
    return capfd.readouterr().err


def remote_added(sevens: Path, *, full: bool) -> None:
    """A remote that Git holds, with what it needs or empty."""
    dvc("remote", "add", "--quiet", "--default", "store", str(sevens.parent / "store"))
    if full:
        dvc("push", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "A remote")


def test_a_release_is_a_changelog_a_version_tags_and_a_wheel(
    sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    release.main("0.1.0")
    said = capfd.readouterr().out.splitlines()
    assert said == [
        "Tags: v0.1.0, sevens@v0.1.0, more@v0.1.0.",
        f"Wheel: {Path('dist/digits-0.1.0-py3-none-any.whl')}.",
        "No DVC remote: consumers can't fetch data, only code and shipped weights.",
        "Nothing was pushed. To publish: git push --atomic --follow-tags origin HEAD",
    ]
    assert Path("dist/digits-0.1.0-py3-none-any.whl").read_bytes().startswith(b"PK")
    assert git("status", "--porcelain") == ""
    assert git("log", "-1", "--format=%s").strip() == "Release 0.1.0"
    kinds = git("tag", "--format", "%(refname:short) %(objecttype) %(*objectname)").splitlines()
    head = git("rev-parse", "HEAD").strip()
    names = ("more@v0.1.0", "sevens@v0.1.0", "v0.1.0")
    assert kinds == [f"{name} tag {head}" for name in names]


def test_consumers_find_a_release_by_its_name_and_the_next_one_is_newer(
    sevens: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    remote_added(sevens, full=True)
    release.main("0.2.0")
    said = capfd.readouterr().out
    assert "DVC remote: store.\n" in said
    assert 'version = "0.2.0"' in Path("pyproject.toml").read_text()
    git("clone", "--quiet", str(sevens), str(tmp_path / "clone"))
    shutil.rmtree(sevens / ".dvc/cache")
    taken = str(tmp_path / "taken")
    dvc("artifacts", "get", str(tmp_path / "clone"), "sevens", "--rev", "v0.2.0", "--out", taken)
    assert Path(taken).read_text() == "7\n"
    assert "the tag v0.2.0 exists" in refused("0.2.0", capfd)
    assert "0.1.9 is not newer than 0.2.0, which was released" in refused("0.1.9", capfd)
    assert "CHANGELOG.md has nothing under '## [Unreleased]'" in refused("0.2.1", capfd)


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0rc1", "01.0.0", "1.0.0.0", ""])
def test_what_is_no_version_is_refused(
    version: str, sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(version, capfd) == f"error: {version!r} is no version: three numbers, as 1.2.3\n"


def test_a_version_older_than_the_projects_is_refused(
    sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    expected = "error: 0.0.10 is not newer than 0.1.0, pyproject.toml's version\n"
    assert refused("0.0.10", capfd) == expected


@pytest.mark.parametrize("tag", ["v1.0.0", "more@v1.0.0"])
def test_a_tag_that_exists_is_refused_and_stays(
    tag: str, sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    git("tag", tag)
    assert refused("1.0.0", capfd) == f"error: the tag {tag} exists\n"


@pytest.mark.parametrize("name", ["brush", "new file"])
def test_a_dirty_tree_is_refused(
    name: str, sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text("thick")
    assert refused("1.0.0", capfd).startswith("error: not committed: ")


def test_a_lock_that_disagrees_is_refused(sevens: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("brush").write_text("thick")
    git("commit", "--quiet", "--all", "--message", "Thicker")
    expected = "error: dvc.lock disagrees, `make repro` would run paint\n"
    assert refused("1.0.0", capfd) == expected
    Path("brush").write_text("thin")
    shutil.rmtree(".dvc/cache")
    Path("sevens").unlink()
    check_lock()  # that the data is elsewhere is no disagreement


def test_what_the_remote_lacks_is_refused(sevens: Path, capfd: pytest.CaptureFixture[str]) -> None:
    remote_added(sevens, full=False)
    assert refused("1.0.0", capfd) == "error: the remote 'store' lacks sevens: `dvc push`\n"
    dvc("push", "--quiet")
    shutil.rmtree(".dvc/cache")
    Path("sevens").unlink()
    check_remote("store")  # it has all, also where this machine hasn't


def test_a_remote_of_this_machine_alone_is_none(sevens: Path) -> None:
    dvc("remote", "add", "--quiet", "--local", "--default", "store", "elsewhere")
    assert default_remote() == ""


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("wheel", "the wheel can't be built"),
        ("commit", "git: no commits today"),
        ("tag", "cannot lock ref 'refs/tags/more@v1.0.0'"),
        ("dist", "Is a directory"),
    ],
)
def test_a_failed_step_leaves_nothing_behind(
    broken: str, words: str, sevens: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if broken == "wheel":
        Path("backend.py").write_text("raise SystemExit('no digits')")
        git("commit", "--quiet", "--all", "--message", "Broken")
    elif broken == "commit":
        hook = Path(".git/hooks/pre-commit")
        hook.write_text("#!/bin/sh\necho 'no commits today' >&2\nexit 1\n")
        hook.chmod(0o755)
    elif broken == "tag":  # the last one: Git holds no tag below another one's name
        git("tag", "more@v1.0.0/old")
    else:
        Path("dist/digits-1.0.0-py3-none-any.whl").mkdir(parents=True)
    assert words in refused("1.0.0", capfd)


def test_the_changelog_keeps_what_was_released_and_begins_anew() -> None:
    new = released(CHANGELOG, "1.0.0", "2030-12-31")
    assert new == CHANGELOG.replace(
        "## [Unreleased]\n", "## [Unreleased]\n\n## [1.0.0] - 2030-12-31\n"
    )
    with pytest.raises(SynthdigitsError, match=r"has an entry for 0\.0\.9 already"):
        released(CHANGELOG, "0.0.9", "2030-12-31")
    with pytest.raises(SynthdigitsError, match="nothing under"):
        released(new, "1.0.1", "2030-12-31")
    with pytest.raises(SynthdigitsError, match="nothing under"):
        released("# Changelog\n", "1.0.1", "2030-12-31")
