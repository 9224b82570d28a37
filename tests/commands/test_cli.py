"""The command `synthdigits`: what it makes, what it says, and how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from stand_ins import FILES
from synthdigits import cli
from synthdigits.classifiers.networks import Cnn
from synthdigits.cli import app
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.files import sha256_of
from synthdigits.pretrained import shipped
from synthdigits.sources.idx import decode
from synthdigits.zoo import gan_class, gan_params, inpainter_class, inpainter_params

GENERATOR, INPAINTER = FILES["conditional"], FILES["unet"]


@pytest.fixture
def weights(params: Params, workspace: Path) -> Path:
    """Weights alone, in the working directory: no data, no params.yaml."""
    torch.manual_seed(0)
    gan = gan_class("conditional")(gan_params(params, "conditional"), batch_size=8, classes=10)
    header = Header("conditional", 10, gan.generator_arguments, [[0, 9]])
    save_weights(workspace / "gan.safetensors", gan.generator, header)
    plain = gan_class("mlp_dropout")(gan_params(params, "mlp_dropout"), batch_size=8, classes=10)
    header = Header("mlp_dropout", 10, plain.generator_arguments, [[0, 9]])
    save_weights(workspace / "plain.safetensors", plain.generator, header)
    save_weights(workspace / "cnn.safetensors", Cnn(10), Header("cnn", 10, {}, [[0, 9]]))
    unet = inpainter_class("unet_l1")(inpainter_params(params, "unet_l1"), 8, None)
    header = Header("unet_l1", 10, unet.network_arguments, [[0, 9]])
    save_weights(workspace / "unet.safetensors", unet.network, header)
    return workspace


def called(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


def answered(*arguments: str, status: int = 0) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(called(*arguments, "--json", status=status))
    return content


def pixels(path: str | Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image)


SAMPLE = ("sample", "--weights", "gan.safetensors", "--seed", "3", "--count", "12")


def test_a_sample_has_the_class_that_was_asked_for(weights: Path) -> None:
    told = answered(*SAMPLE, "--digit", "7", "--out", "sevens.npz")
    assert told["images"] == 12
    with np.load("sevens.npz") as arrays:
        assert arrays["image"].shape == (12, 28, 28)
        assert set(arrays["label"]) == {7}
        np.testing.assert_array_equal(arrays["row"], np.arange(7, 127, 10))


def test_a_sample_has_the_same_pixels_in_every_format(weights: Path) -> None:
    for out in ("a.npz", "a.parquet", "a.tar", "a-images-idx3-ubyte", "folder", "sheet.png"):
        called(*SAMPLE, "--out", out)
    with np.load("a.npz") as arrays:
        images = arrays["image"]
    np.testing.assert_array_equal(decode(Path("a-images-idx3-ubyte").read_bytes()), images)
    assert list(decode(Path("a-labels-idx1-ubyte").read_bytes())) == [*range(10), 0, 1]
    assert list(pd.read_parquet("a.parquet")["row"]) == list(range(12))
    for number, path in enumerate(sorted(Path("folder").glob("*/*.png"), key=lambda one: one.name)):
        np.testing.assert_array_equal(pixels(path), images[number])
    assert pixels("sheet.png").shape[1] > 12 * 28


def test_a_generator_without_classes_is_read_by_a_labeller(weights: Path) -> None:
    arguments = ("--weights", "plain.safetensors", "--labeller", "cnn.safetensors")
    called("sample", *arguments, "--count", "5", "--out", "a.npz")
    with np.load("a.npz") as some:
        image, label = some["image"][2], some["label"][2]
    more = ("--digit", str(label), "--count", "1", "--first", "2")
    called("sample", *arguments, *more, "--out", "b.npz")
    with np.load("b.npz") as one:
        np.testing.assert_array_equal(one["image"][0], image)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((*SAMPLE, "--out", "a.jpeg"), "error: a.jpeg: no format ends in .jpeg; allowed: .npz"),
        ((*SAMPLE, "--digit", "11", "--out", "a.npz"), "error: digit 11: gan.safetensors knows"),
        (("describe", "none.safetensors"), "error: none.safetensors/manifest.json: missing"),
        (("verify", "."), "error: manifest.json: missing"),
        (("export",), "error: params.yaml: no such file"),
        (("diff", "HEAD"), "error: HEAD: fatal: not a git repository"),
        (("inpaint", "cnn.safetensors", "--out", "a.png"), "error: cnn.safetensors: no picture"),
    ],
)
def test_what_can_not_be_done_is_told_in_one_line(
    arguments: tuple[str, ...],
    reason: str,
    weights: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Image.new("L", (28, 28), 255).save("0.png")
    monkeypatch.setattr(shipped, "FOLDER", Path("nowhere"))
    monkeypatch.setattr(sys, "argv", ["synthdigits", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(reason)
    assert told.count("\n") == 1


def test_inpaint_paints_the_mask_and_nothing_else(weights: Path, digits: Digits) -> None:
    mask = np.zeros((28, 28), np.uint8)
    mask[10:15, 8:20] = 255
    Image.fromarray(mask).save("mask.png")
    for number in (0, 1):
        Image.fromarray(digits.images[number]).save(f"{number}.png")
    arguments = ("--mask", "mask.png", "--weights", "unet.safetensors", "--out", "whole")
    told = answered("inpaint", "0.png", "1.png", *arguments)
    assert told["out"] == ["whole/0.png", "whole/1.png"]
    for number in (0, 1):
        repaired = pixels(f"whole/{number}.png")
        np.testing.assert_array_equal(repaired[mask == 0], digits.images[number][mask == 0])


def test_inpaint_says_which_box_it_found(weights: Path, digits: Digits) -> None:
    image = digits.images[0].copy()
    image[9:17, 11:18] = 0
    Image.fromarray(image).save("broken.png")
    arguments = ("--weights", "unet.safetensors", "--out", "whole.png")
    told = answered("inpaint", "broken.png", *arguments)
    assert told["boxes"] == [{"row": 9, "column": 11, "height": 8, "width": 7}]


def test_inpaint_wants_pictures_of_28_pixels(weights: Path) -> None:
    from synthdigits.plumbing.errors import SynthdigitsError

    Image.new("L", (32, 24)).save("large.png")
    with pytest.raises(SynthdigitsError, match="28×28 pixels are needed, got 32×24"):
        called("inpaint", "large.png", "--out", "whole.png")


def both(*arguments: str) -> tuple[str, str]:
    """What a command says on stdout and on stderr."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_a_sample_takes_the_shipped_generator_and_says_so(stand_ins: Path, workspace: Path) -> None:
    answer, said = both("sample", "--digit", "7", "--count", "3", "--out", "a.npz", "--json")
    assert json.loads(answer)["images"] == 3
    sha256 = sha256_of(stand_ins / "conditional.safetensors")
    assert said == (
        f"weights: conditional, shipped with synthdigits {version('synthdigits')} "
        f"(sha256 {sha256[:12]}…)\n"
    )
    called("sample", "--digit", "7", "--count", "3", "--out", "b.npz", "--weights", str(GENERATOR))
    assert Path("a.npz").read_bytes() == Path("b.npz").read_bytes()


def test_inpaint_takes_the_shipped_inpainter(
    stand_ins: Path, weights: Path, digits: Digits
) -> None:
    Image.fromarray(digits.images[0]).save("0.png")
    Image.new("L", (28, 28), 255).save("mask.png")
    arguments = ("inpaint", "0.png", "--mask", "mask.png", "--out")
    answer, said = both(*arguments, "shipped.png", "--json")
    assert json.loads(answer)["out"] == ["shipped.png"]
    assert said.startswith("weights: unet, shipped with synthdigits ")
    assert both(*arguments, "own.png", "--weights", str(INPAINTER))[1] == ""
    np.testing.assert_array_equal(pixels("shipped.png"), pixels("own.png"))


def test_weights_that_are_named_need_no_shipped_ones(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "FOLDER", weights / "empty")
    assert both(*SAMPLE, "--out", "a.npz")[1] == ""


def test_a_confident_sample_says_how_many_were_left_out(stand_ins: Path, workspace: Path) -> None:
    arguments = ("sample", "--count", "8", "--min-confidence", "0.15", "--out")
    answer, said = both(*arguments, "a.npz", "--json")
    assert [line.split(",")[0] for line in said.splitlines()] == [
        "weights: conditional",
        "weights: cnn",
    ]
    with np.load("a.npz") as arrays:
        assert arrays["confidence"].min() >= 0.15
        left_out = int(arrays["row"][-1]) + 1 - 8
    assert json.loads(answer)["left_out"] == left_out > 0
    told, _ = both(*arguments, "b.npz")
    assert told.endswith(f"; {left_out} left out, read with less than 0.15\n")


def test_weights_are_described(weights: Path) -> None:
    told = answered("describe", "gan.safetensors")
    assert (told["name"], told["classes"], told["training_rows"]) == ("conditional", 10, [[0, 9]])
    assert told["bytes"] == Path("gan.safetensors").stat().st_size


def test_help_shows_an_example_of_every_command() -> None:
    commands = ("sample", "inpaint", "read", "measure", "export", "verify", "diff", "describe")
    overview = called("--help")
    for command in commands:
        assert command in overview
        assert f"synthdigits {command} " in called(command, "--help")


def test_help_comes_without_importing_pytorch() -> None:
    check = "import sys, synthdigits.cli; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
