"""Folders of exported and of refused sets, and the record of the surroundings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from dvc.lock import Lock

from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.export import exporter
from synthdigits.export.catalogue import plan
from synthdigits.export.checks import gate
from synthdigits.export.documents import card, provenance
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.documents.refusal import read_refusal
from synthdigits.export.exporter import Exporter, Refused, export_figures
from synthdigits.plumbing.errors import SynthdigitsError


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_a_noisy_generator_is_refused_and_leaves_the_reasons(
    at_project: Path, params: Params, tmp_path: Path
) -> None:
    outcome = Exporter(params, ["npz"], allow_dirty=True).export(
        "synthetic-mlp_dropout", tmp_path / "set"
    )
    assert isinstance(outcome, Refused)
    assert "is missing" in outcome.reasons[0]
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["refused.json"]
    assert read_refusal(tmp_path / "set") == outcome.reasons
    assert export_figures(outcome) == {"exported": False, "refused": outcome.reasons}


def test_refused_and_exported_sets_replace_each_other(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exporter(params, ["npz"], allow_dirty=True)
    for reasons in ([], ["it is too good"], ["it is not good enough"], []):
        monkeypatch.setattr(exporter, "refusals", lambda *_, reasons=reasons: reasons)
        exports.export("masked", tmp_path / "set")
        assert read_refusal(tmp_path / "set") == reasons
        assert (tmp_path / "set/manifest.json").exists() == (not reasons)


def test_metrics_have_the_images_of_each_part(
    at_project: Path, params: Params, tmp_path: Path
) -> None:
    outcome = Exporter(params, ["npz"], allow_dirty=True).export("masked", tmp_path / "set")
    images = {"train": 150, "test": 50}
    assert export_figures(outcome) == {"exported": True, "images": images}


def test_an_unnamed_revision_leaves_what_was_exported_before(
    at_project: Path, params: Params, tmp_path: Path
) -> None:
    Exporter(params, ["npz"], allow_dirty=True).export("masked", tmp_path / "set")
    outcome = Exporter(params, ["npz"], allow_dirty=False).export("masked", tmp_path / "set")
    assert isinstance(outcome, Refused)
    assert (tmp_path / "set/masked.npz").exists()


def test_copies_are_searched_for_synthetic_sets_alone(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finder holds every real digit as floats: 220 MB that the other sets do without."""
    monkeypatch.setattr(gate, "CopyFinder", lambda _: 1 / 0)
    exports = Exporter(params, ["npz"], allow_dirty=True)
    for name in ("masked", "inpainted-unet_l1"):
        assert isinstance(exports.export(name, tmp_path / name), Manifest)


def test_a_set_without_its_figures_is_one_error(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "accuracy", lambda group: Path("nowhere") / group)
    exports = Exporter(params, ["npz"], allow_dirty=True)
    with pytest.raises(SynthdigitsError, match=r"masked\.json: no such file; `dvc repro` makes it"):
        exports.export("masked", tmp_path / "set")


def test_the_stage_exports_the_set_that_it_is_given(
    project: Path, params: Params, small_project: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_project, tmp_path / "project")
    for name, exported in (("masked", True), ("synthetic-mlp_dropout", False)):
        command = [sys.executable, str(project / "stages/export.py"), name]
        environment = {**os.environ, "PYTHONPATH": str(project / "src")}
        subprocess.run(command, check=True, cwd=tmp_path / "project", env=environment)
        facts = json.loads((tmp_path / f"project/metrics/export/{name}.json").read_text())
        assert facts["exported"] == exported
        folder = tmp_path / "project/data/export" / name
        assert (folder / "refused.json").exists() == (not exported)
        assert (folder / "manifest.json").exists() == exported
    assert len(list((tmp_path / "project/data/export").iterdir())) == 2


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
    assert len(paths.set_names(params.gans, params.inpainters)) == 10


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


def test_dvc_lock_is_read_whole_though_another_stage_ends_meanwhile(tmp_path: Path) -> None:
    """DVC truncates the file and fills it again, under its repository's lock."""
    (tmp_path / ".dvc/tmp").mkdir(parents=True)
    half, whole = "stages:\n  mask:\n", "stages:\n  mask:\n    cmd: x\n"
    with ThreadPoolExecutor() as beside, Lock(str(tmp_path / ".dvc/tmp/lock")):
        (tmp_path / "dvc.lock").write_text(half)
        reading = beside.submit(provenance.read_lock, tmp_path)
        assert wait([reading], timeout=0.2).not_done
        (tmp_path / "dvc.lock").write_text(whole)
    assert reading.result() == {"stages": {"mask": {"cmd": "x"}}}


def test_without_dvc_nobody_is_waited_for(tmp_path: Path) -> None:
    assert provenance.read_lock(tmp_path) == {}
    (tmp_path / "dvc.lock").write_text("stages: {}\n")
    assert provenance.read_lock(tmp_path) == {"stages": {}}
