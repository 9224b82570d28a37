"""Shipped weights are found, and checked before anybody loads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stand_ins import FILES, card
from synthdigits.export.documents.licences import NOTICE
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.pretrained import shipped
from synthdigits.pretrained.card import read_card, scalars, write_card
from synthdigits.pretrained.page import rendered

PACKAGE = Path(shipped.__file__).parent


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_file_is_found_by_its_name(name: shipped.Name, stand_ins: Path) -> None:
    assert shipped.path(name).read_bytes() == FILES[name].read_bytes()


def test_one_changed_byte_is_told_in_one_line(stand_ins: Path) -> None:
    file = stand_ins / "cnn.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(SynthdigitsError, match=r"cnn\.safetensors: damaged: its sha256") as error:
        shipped.path("cnn")
    assert "\n" not in str(error.value)
    assert shipped.path("unet").is_file()


def test_a_missing_file_a_missing_card_and_an_unknown_name_are_told(stand_ins: Path) -> None:
    (stand_ins / "unet.safetensors").unlink()
    with pytest.raises(SynthdigitsError, match=r"unet\.safetensors: missing"):
        shipped.path("unet")
    with pytest.raises(SynthdigitsError, match="no weights 'mlp' are shipped; there are cond"):
        shipped.path("mlp")
    (stand_ins / "card.json").unlink()
    with pytest.raises(SynthdigitsError, match=r"card\.json: missing: no weights came"):
        shipped.path("cnn")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{}", "version: Field required"), (b"\xff", "not UTF-8"), (b"[", "the file: Invalid JSON")],
)
def test_a_damaged_card_is_told(content: bytes, reason: str, stand_ins: Path) -> None:
    (stand_ins / "card.json").write_bytes(content)
    with pytest.raises(SynthdigitsError, match=rf"card\.json: {reason}"):
        shipped.path("cnn")


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_card(tmp_path, card(seed=7))
    assert read_card(tmp_path) == card(seed=7)


def test_figures_of_any_depth_are_one_row_each() -> None:
    rows = scalars({"a": 1, "b": {"c": {"d": 2}}, "curve": [1, 2]})
    assert rows == {"a": 1, "b.c.d": 2}


def test_the_page_tells_figures_with_intervals_hashes_rows_and_licence() -> None:
    shown = card(membership={"cnn": {"auc": 0.51}})
    notice = NOTICE.format(name="x", change="y", **shown.licence.model_dump())
    page = rendered(shown, notice)
    assert "| `real` | validation | 90.00 % | 88.00 % – 92.00 % | 1000 |" in page
    assert "| `inpainted.unet` | test | 90.00 % | 88.00 % – 92.00 % | 1000 |" in page
    assert "| `conditional` | `per_class.0` | 0.25 |" in page
    assert "| `cnn` | `auc` | 0.51 |" in page
    assert "| `unet` | `iterations` | 40 |" in page
    for facts in shown.weights.values():
        line = next(line for line in page.splitlines() if facts.sha256[:12] in line)
        assert "| 0–1292 of `digits` | 1234 | cpu | float32 |" in line
        assert line.count("|") == 9
    assert shown.licence.attribution in page
    assert "Not measured" in rendered(card(), notice)


def test_the_package_has_its_weights() -> None:
    assert all(shipped.path(name).is_file() for name in shipped.NAMES)
    assert (PACKAGE / "CARD.md").is_file()


def test_neither_the_package_nor_the_check_imports_pytorch(stand_ins: Path) -> None:
    check = (
        "import sys, synthdigits, synthdigits.commands.default_weights\n"
        "from synthdigits.pretrained import shipped, page\n"
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
