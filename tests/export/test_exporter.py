"""Where a set goes, and what is kept of the surroundings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from synthdigits.config.params import Params
from synthdigits.export.catalogue import plan, set_names
from synthdigits.export.documents import card, provenance
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.exporter import Exporter, Refused
from synthdigits.plumbing.errors import SynthdigitsError


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_a_noisy_generator_is_refused_and_leaves_nothing(
    at_project: Path, params: Params, tmp_path: Path
) -> None:
    outcome = Exporter(params, ["npz"], allow_dirty=True).export(
        "synthetic-mlp_dropout", tmp_path / "set"
    )
    assert isinstance(outcome, Refused)
    assert "is missing" in outcome.reasons[0]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_exported_set_is_not_overwritten(
    at_project: Path, params: Params, tmp_path: Path
) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set/thesis.tex").write_text("years of work")
    exports = Exporter(params, ["npz"], allow_dirty=True)
    with pytest.raises(SynthdigitsError, match="is no exported set"):
        exports.export("masked", tmp_path / "set")
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["thesis.tex"]


def test_a_set_is_replaced_as_a_whole(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for formats in (["npz", "idx"], ["npz"]):
        outcome = Exporter(params, formats, allow_dirty=True).export("masked", tmp_path / "set")
        assert isinstance(outcome, Manifest)
    assert not (tmp_path / "set/MNIST").exists()
    monkeypatch.setattr(card, "render", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Exporter(params, ["idx"], allow_dirty=True).export("masked", tmp_path / "set")
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert (tmp_path / "set/masked.npz").exists()


def test_a_wrong_set_is_told_with_the_allowed_ones(params: Params) -> None:
    with pytest.raises(SynthdigitsError, match=r"no set 'real'; allowed: masked, inpainted-"):
        plan("real", params)
    assert len(set_names(params)) == 10


def test_the_revision_is_that_of_the_checkouts_root(workspace: Path) -> None:
    assert provenance.code().revision is None
    git("init", "--quiet")
    (workspace / "params.yaml").write_text("seed: 1")
    git("add", "params.yaml")
    git("commit", "--quiet", "--message", "First")
    clean = provenance.code()
    assert clean.revision is not None
    assert len(clean.revision) == 40
    assert clean.committed is not None
    assert clean.changed == []


def test_what_dvc_writes_while_it_runs_makes_no_tree_dirty(workspace: Path) -> None:
    git("init", "--quiet")
    for name in ("params.yaml", "dvc.lock"):
        (workspace / name).write_text("old")
    git("add", "--all")
    git("commit", "--quiet", "--message", "First")
    (workspace / "dvc.lock").write_text("new")
    assert provenance.code().changed == []
    (workspace / "params.yaml").write_text("new")
    (workspace / "src").mkdir()
    (workspace / "src/new.py").write_text("pass")
    assert provenance.code().changed == ["params.yaml", "src/"]


def test_a_folder_within_a_checkout_has_no_revision(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo runs in one, on a copy of the files."""
    git("init", "--quiet")
    (workspace / ".demo").mkdir()
    monkeypatch.chdir(workspace / ".demo")
    assert provenance.code().revision is None


def test_a_stage_is_known_by_what_went_into_it() -> None:
    lock = {"stages": {"mask": {"cmd": "x", "deps": [], "outs": [1]}}}
    known = provenance.lock_of(["mask", "generate@gan"], lock)
    assert list(known) == ["mask"]
    lock["stages"]["mask"]["outs"] = [2]
    assert provenance.lock_of(["mask"], lock) == known
    lock["stages"]["mask"]["cmd"] = "y"
    assert provenance.lock_of(["mask"], lock) != known
