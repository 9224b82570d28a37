"""`verify` passes what was exported, and names the file and the row of each planted fault."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file
from typer.testing import CliRunner

from synthdigits.cli import app
from synthdigits.config.params import Params
from synthdigits.export import catalogue, exporter
from synthdigits.export.checks.verify import verify
from synthdigits.export.exporter import Exporter
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import sha256_of

SETS = ("masked", "inpainted-unet_l1", "synthetic-conditional", "synthetic-mlp_dropout")
SHARD = "data/train-00001-of-00003.parquet"
TAR = "webdataset/train-000001.tar"


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0xFF
    path.write_bytes(content)


def edit(path: Path, pattern: str, replacement: str) -> None:
    text, changes = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert changes, f"{pattern} is not in {path}"
    path.write_text(text, encoding="utf-8")


def reseal(folder: Path) -> None:
    """Write the hashes of the files as they are now, as a careful forger would."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        if (folder / file["path"]).exists():
            file["sha256"] = sha256_of(folder / file["path"])
            file["bytes"] = (folder / file["path"]).stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def edit_table(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(path)), path)


def with_column(name: str, change: Callable[[Any], Any]) -> Callable[[pa.Table], pa.Table]:
    def changed(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index(name)
        values = change(table.column(name).to_numpy().copy())
        return table.set_column(place, table.field(name), pa.array(values))

    return changed


def change_pixel(path: Path) -> None:
    with np.load(path) as arrays:
        content = dict(arrays)
    content["x_train"][42, 3, 3] ^= 1
    np.savez_compressed(path, **content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30_000])


def swap_weights(folder: Path) -> None:
    """Other numbers in the same places, under the same header."""
    path = folder / "weights/conditional.safetensors"
    generator = np.random.default_rng(0)
    with safe_open(path, framework="numpy") as file:
        header = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    other = {
        name: generator.random(tensor.shape).astype(tensor.dtype)
        for name, tensor in tensors.items()
    }
    save_file(other, path, header)


@dataclass(frozen=True)
class Planted:
    """A fault in a set, and what `verify` says first: the file, the row and a bit of the reason."""

    set_name: str
    damage: Callable[[Path], Any]
    file: str
    row: int | None
    problem: str
    resealed: bool = True


FAULTS = {
    "a flipped byte of a pixel": Planted(
        "synthetic-conditional",
        lambda folder: flip(folder / "MNIST/raw/train-images-idx3-ubyte", 16 + 5 * 784 + 100),
        *("MNIST/raw/train-images-idx3-ubyte", 5, "other pixels"),
        resealed=False,
    ),
    "a swapped label": Planted(
        "synthetic-conditional",
        lambda folder: flip(folder / "MNIST/raw/t10k-labels-idx1-ubyte", 8 + 7),
        *("MNIST/raw/t10k-labels-idx1-ubyte", 7, "another label"),
    ),
    "a missing shard": Planted(
        "synthetic-conditional",
        lambda folder: (folder / SHARD).unlink(),
        *(SHARD, None, "is missing"),
    ),
    "a truncated tar": Planted(
        "synthetic-conditional",
        lambda folder: truncate(folder / TAR),
        *(TAR, None, "can't be read: it is cut off"),
    ),
    "a wrong seed": Planted(
        "synthetic-conditional",
        lambda folder: edit(
            folder / "manifest.json", r'"seed": 1,(?=\s+"hole_fill")', '"seed": 2,'
        ),
        *("data/", 0, "seed 2 of manifest.json"),
    ),
    "an edited count in the card": Planted(
        "synthetic-conditional",
        lambda folder: edit(folder / "README.md", r"\| `7` \| 15", "| `7` | 16"),
        *("README.md", None, "does not say what manifest.json says"),
    ),
    "an edited count in the card's header": Planted(
        "masked",
        lambda folder: edit(folder / "README.md", "num_examples: 150", "num_examples: 151"),
        *("README.md", None, "does not say what manifest.json says"),
    ),
    "a pixel changed in the npz": Planted(
        "masked",
        lambda folder: change_pixel(folder / "masked.npz"),
        *("masked.npz", 42, "other pixels"),
    ),
    "features taken out of a shard": Planted(
        "synthetic-conditional",
        lambda folder: edit_table(folder / SHARD, lambda table: table.replace_schema_metadata()),
        *(SHARD, None, "other columns or features"),
    ),
    "a strange file": Planted(
        "masked",
        lambda folder: (folder / "data/notes.txt").write_text("hello"),
        *("data/notes.txt", None, "not listed"),
    ),
    "other weights": Planted(
        "synthetic-conditional", swap_weights, *("data/", 0, "is not what the weights make")
    ),
    "a wrong count in the manifest": Planted(
        "masked",
        lambda folder: edit(folder / "manifest.json", r'"images": 150', '"images": 149'),
        *("manifest.json", None, "149 images, but its classes have 150"),
    ),
    "another hash in croissant.json": Planted(
        "masked",
        lambda folder: edit(folder / "croissant.json", r'"sha256": "\w{4}', '"sha256": "0000'),
        *("croissant.json", None, "does not say what manifest.json says"),
    ),
    "a licence without terms": Planted(
        "masked",
        lambda folder: (folder / "LICENCE.txt").write_text("Do what you like."),
        *("LICENCE.txt", None, "does not say what manifest.json says"),
    ),
    "other row numbers": Planted(
        "synthetic-conditional",
        lambda folder: edit_table(folder / SHARD, with_column("row", lambda rows: rows[::-1])),
        *(SHARD, 64, "another row number"),
    ),
    "a hole that is elsewhere": Planted(
        "masked",
        lambda folder: edit_table(folder / SHARD, with_column("hole_row", lambda rows: rows + 9)),
        *(SHARD, 64, "its hole is elsewhere"),
    ),
    "a lost image": Planted(
        "masked",
        lambda folder: (folder / "png/test/3/00000003.png").unlink(),
        *("png/test/3/00000003.png", None, "is missing"),
    ),
    "an image of another size": Planted(
        "masked",
        lambda folder: shutil.copyfile(folder / "preview.png", folder / "png/test/3/00000003.png"),
        *("png/test/3/00000003.png", None, "a grey 28×28 image is needed"),
    ),
}


def change(*place: str | int, value: Any) -> Callable[[Path], None]:
    """Another value at a place of manifest.json."""

    def damage(folder: Path) -> None:
        tree = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        inner = tree
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        (folder / "manifest.json").write_text(json.dumps(tree), encoding="utf-8")

    return damage


CONTRADICTIONS = {
    "weights of another hash": (change("models", 0, "sha256", value="0" * 64), "another hash"),
    "a test row trained on": (
        change("models", 0, "training_rows", value=[[0, 999_999]]),
        "hold test row 150",
    ),
    "other training rows": (
        change("models", 0, "training_rows", value=[[0, 148]]),
        "its training_rows is",
    ),
    "another precision": (change("models", 0, "precision", value="bfloat16"), "its precision is"),
    "no format": (change("formats", value=[]), "formats: there is none"),
    "a format that is not there": (change("formats", value=["zip"]), "formats: 'zip'; allowed"),
    "a format that is not told": (change("formats", value=["npz"]), "is of none of the formats"),
    "weights outside": (change("models", 0, "file", value="../up"), "no path inside the set"),
    "an absolute file": (change("files", 0, "path", value="/etc/passwd"), "no path inside the set"),
    "another size": (change("files", 0, "bytes", value=1), "other bytes than manifest.json"),
    "other params": (change("params", "schedule", value="published"), "is not the hash of params"),
    "another hash of params": (
        change("params_sha256", value="0" * 64),
        "is not the hash of params",
    ),
    "eleven classes": (change("classes", value=[*"0123456789a"]), "no count for each of the 11"),
    "huge counts": (change("splits", "train", "images", value=2**63), "but its classes have 150"),
    "no parts": (change("splits", value={}), "splits: none"),
    "no networks": (change("models", value=[]), "models: none"),
    "another name": (change("name", value="synthetic-gan"), "is not that of a set made by"),
    "other rows": (change("splits", "test", "rows_sha256", value="0" * 64), "no format holds"),
    "another accuracy": (
        change("figures", "accuracy", "real", "accuracy", value=0.9),
        "does not say what manifest.json says: it lacks: | real | 90.00 %",
    ),
    "another revision": (change("code", "revision", value="f" * 40), "it lacks: - Code:"),
    "another licence": (
        change("licence", "attribution", value="nobody"),
        "another name or licence",
    ),
}


@pytest.mark.fault(
    "a manifest that contradicts itself, the weights or the files",
    "one of twenty values changed: hashes, sizes, rows, paths, formats, counts, parameters",
    "verify names the contradiction and exits with 1",
)
@pytest.mark.parametrize(("damage", "problem"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_contradiction_is_a_fault(
    damage: Callable[[Path], None], problem: str, copied: Callable[[str], Path]
) -> None:
    folder = copied("synthetic-conditional")
    damage(folder)
    faults = verify(folder, made_again=0).faults
    assert any(problem in fault.problem for fault in faults), faults


@pytest.mark.parametrize("kept", ["npz", "idx", "png"])
def test_pixels_that_the_weights_do_not_make_are_found_without_columns(
    kept: str, at_project: Path, params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Synthetic rows are numbered by their places, so any format will do."""
    monkeypatch.setattr(exporter, "refusals", lambda *_: [])
    exports = Exporter(params, [kept], allow_dirty=True)
    exports.export("synthetic-conditional", tmp_path / "set")
    assert verify(tmp_path / "set", made_again=5).made_again == 5

    def darker(*given: Any) -> Any:
        planned = catalogue.plan(*given)
        parts = {
            split: replace(digits, images=digits.images // 2)
            for split, digits in planned.parts.items()
        }
        return replace(planned, parts=parts)

    monkeypatch.setattr(exporter, "plan", darker)
    exports.export("synthetic-conditional", tmp_path / "set")
    faults = verify(tmp_path / "set", made_again=2).faults
    assert len(faults) == 2
    assert "is not what the weights make" in faults[0].problem


@pytest.mark.parametrize("file", ["manifest.json", "README.md", TAR, "masked.npz", "preview.png"])
@pytest.mark.fault(
    "a FIFO in the place of a file", "manifest, card, tar, NPZ, preview", "one line, at once"
)
def test_a_fifo_is_no_file(file: str, copied: Callable[[str], Path]) -> None:
    folder = copied("masked")
    (folder / file).unlink()
    os.mkfifo(folder / file)
    result = CliRunner().invoke(app, ["verify", str(folder)])
    if file == "manifest.json":
        assert isinstance(result.exception, SynthdigitsError)  # main() exits with 2
    else:
        assert result.exit_code == 1
        assert f"{file}: can't be read: a file is needed, this is a pipe" in result.stdout


@pytest.fixture
def copied(exported: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str) -> Path:
        return Path(shutil.copytree(exported / name, tmp_path / name))

    return copy


@pytest.mark.parametrize("name", SETS)
def test_an_exported_set_passes(name: str, exported: Path) -> None:
    verdict = verify(exported / name, made_again=6)
    assert verdict.faults == []
    assert verdict.images == 5 * 200
    assert verdict.made_again == (0 if name == "masked" else 6)


def test_a_set_passes_under_another_folders_name(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported / "masked", tmp_path / "digits")
    assert verify(tmp_path / "digits").faults == []


@pytest.mark.parametrize("planted", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_named(planted: Planted, copied: Callable[[str], Path]) -> None:
    folder = copied(planted.set_name)
    planted.damage(folder)
    if planted.resealed:
        reseal(folder)
    faults = verify(folder, made_again=3).faults
    named = [
        fault
        for fault in faults
        if fault.file.startswith(planted.file)
        and planted.problem in fault.problem
        and (planted.row in (None, 0) or fault.row == planted.row)
    ]
    assert named, faults
    if planted.row is not None:
        assert named[0].row is not None


def test_every_planted_fault_has_a_message() -> None:
    assert [name for name, planted in FAULTS.items() if not planted.problem] == []


def test_an_older_conditional_set_with_a_labeller_passes(
    exported: Path, copied: Callable[[str], Path]
) -> None:
    """Such sets were exported: cnn's weights lie in them though their labels are not cnn's."""
    folder = copied("synthetic-conditional")
    weights = folder / "weights/cnn.safetensors"
    shutil.copyfile(exported / "synthetic-mlp_dropout/weights/cnn.safetensors", weights)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    facts = {"file": "weights/cnn.safetensors", "sha256": sha256_of(weights)}
    labeller = {"role": "labeller", "name": "cnn", "training_rows": [[0, 149]], **facts}
    manifest["models"].append(labeller)
    listed = {"path": facts["file"], "bytes": weights.stat().st_size, "sha256": facts["sha256"]}
    manifest["files"].append(listed)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    document = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    document["distribution"].append(
        {"@type": "cr:FileObject", "contentUrl": facts["file"], "sha256": facts["sha256"]}
    )
    document["prov:wasGeneratedBy"] += f"; labeller cnn (sha256 {facts['sha256']})"
    line = f"- labeller `cnn`, `{facts['file']}`, learned from the rows 0–149 of `mnist`.\n"
    edit(folder / "README.md", "(?m)^- No test digit", f"{line}- No test digit")
    (folder / "croissant.json").write_text(json.dumps(document), encoding="utf-8")
    reseal(folder)
    verdict = verify(folder, made_again=6)
    assert (verdict.faults, verdict.made_again) == ([], 6)


def test_a_lost_labeller_is_a_fault_where_the_generator_knows_no_classes(
    copied: Callable[[str], Path],
) -> None:
    folder = copied("synthetic-mlp_dropout")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["models"] = manifest["models"][:1]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    faults = verify(folder, made_again=1).faults
    assert any("weights/labeller: no such file" in fault.problem for fault in faults)
    assert "weights/cnn.safetensors" in {fault.file for fault in faults}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "the file: Invalid JSON"),
        ("{}", "name: Field required"),
        (None, "missing; .* is no exported set"),
    ],
)
def test_a_broken_manifest_is_told_in_one_line(
    content: str | None, reason: str, copied: Callable[[str], Path]
) -> None:
    folder = copied("masked")
    if content is None:
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_text(content)
    with pytest.raises(SynthdigitsError, match=rf"manifest\.json: {reason}"):
        verify(folder)


def test_the_first_fault_names_the_flipped_row_and_not_only_the_hash(
    copied: Callable[[str], Path],
) -> None:
    folder = copied("masked")
    flip(folder / "MNIST/raw/t10k-images-idx3-ubyte", 16 + 9 * 784)
    (fault,) = verify(folder).faults
    assert str(fault) == (
        "MNIST/raw/t10k-images-idx3-ubyte: row 9: has other pixels than in parquet"
    )
