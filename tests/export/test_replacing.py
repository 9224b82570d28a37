"""No file of the user's is lost to an export."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synthdigits.cli import app
from synthdigits.config.params import Params
from synthdigits.export import exporter
from synthdigits.export import folder as folder_of_set
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.exporter import Exporter
from synthdigits.plumbing.errors import SynthdigitsError

MINE = "years of work"


def manifest_alone(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


def beside(name: str) -> Callable[[Path], None]:
    def lay(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(MINE)

    return lay


def changed(folder: Path) -> None:
    (folder / "README.md").write_text(MINE)


def lost(folder: Path) -> None:
    (folder / "masked.npz").unlink()


def linked(folder: Path) -> None:
    (folder / "mine").symlink_to(folder.parent)


@pytest.mark.fault(
    "an export into a folder that holds more than a set",
    "a file beside the set, a changed or missing file, a link, `{}` as manifest",
    "one line names what is in the way; nothing is deleted",
)
@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (manifest_alone, "manifest.json"),
        (beside("mine"), "mine: is not listed"),
        (beside("data/.hidden"), r"data/\.hidden: is not listed"),
        (changed, "README.md: has other bytes"),
        (lost, "masked.npz: is missing"),
        (linked, "mine: is not listed"),
    ],
)
def test_a_folder_is_replaced_only_if_it_is_whole_and_ours(
    damage: Callable[[Path], None],
    named: str,
    exported_npz: Path,
    at_project: Path,
    params: Params,
    tmp_path: Path,
) -> None:
    folder = Path(shutil.copytree(exported_npz, tmp_path / "masked"))
    damage(folder)
    before = {path: path.is_file() and path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(SynthdigitsError, match=named):
        Exporter(params, ["npz"], allow_dirty=True).export("masked", folder)
    assert before == {path: path.is_file() and path.read_bytes() for path in folder.iterdir()}
    assert list(tmp_path.iterdir()) == [folder]


@pytest.fixture(scope="module")
def exported_npz(
    small_project: Path, params: Params, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("npz") / "masked"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(small_project)
        assert isinstance(
            Exporter(params, ["npz"], allow_dirty=True).export("masked", folder), Manifest
        )
    return folder


def test_what_lies_beside_a_refusal_is_kept(
    at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exporter(params, ["npz"], allow_dirty=True)
    monkeypatch.setattr(exporter, "refusals", lambda *_: ["it is bad"])
    exports.export("masked", tmp_path / "set")
    (tmp_path / "set/mine").write_text(MINE)
    with pytest.raises(SynthdigitsError, match=r"mine lies beside refused\.json"):
        exports.export("masked", tmp_path / "set")
    assert (tmp_path / "set/mine").read_text() == MINE


def test_what_comes_while_an_export_is_at_work_is_kept(
    exported_npz: Path,
    at_project: Path,
    params: Params,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(shutil.copytree(exported_npz, tmp_path / "masked"))

    def slow(*given: object) -> Manifest:
        (folder / "mine").write_text(MINE)
        return folder_of_set.write_set(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(exporter, "write_set", slow)
    with pytest.raises(SynthdigitsError, match="mine: is not listed"):
        Exporter(params, ["npz"], allow_dirty=True).export("masked", folder)
    assert (folder / "mine").read_text() == MINE
    assert [path.name for path in tmp_path.iterdir()] == ["masked"]


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("elsewhere")])
def test_a_file_or_a_link_in_the_folders_place_is_an_error(
    make: Callable[[Path], object], at_project: Path, params: Params, tmp_path: Path
) -> None:
    make(tmp_path / "set")
    with pytest.raises(SynthdigitsError, match="is there already and is no folder"):
        Exporter(params, ["npz"], allow_dirty=True).export("masked", tmp_path / "set")


@pytest.mark.parametrize(
    ("sets", "reason"),
    [(("masked", "nothing"), "no set 'nothing'"), (("masked", "inpainted-unet_l1"), "mine")],
)
def test_all_sets_are_looked_at_before_the_first_is_exported(
    sets: tuple[str, ...], reason: str, at_project: Path, tmp_path: Path
) -> None:
    (tmp_path / "inpainted-unet_l1").mkdir()
    (tmp_path / "inpainted-unet_l1/mine").write_text(MINE)
    arguments = ["export", *sets, "--out", str(tmp_path), "--format", "npz", "--allow-dirty"]
    with pytest.raises(SynthdigitsError, match=reason):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert not (tmp_path / "masked").exists()


def test_a_set_or_format_that_is_named_twice_is_exported_once(
    at_project: Path, tmp_path: Path
) -> None:
    twice = ["masked", "masked", "--format", "npz", "--format", "npz"]
    arguments = ["export", *twice, "--out", str(tmp_path), "--allow-dirty"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.stdout == f"{tmp_path / 'masked'}: exported\n"
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "masked")]).exit_code == 0
