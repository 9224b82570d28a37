"""Wrong parameters end in one message that names the key, the value and what is allowed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from synthdigits.config.params import Params, load_params
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import check, gan_params

MISSING = object()

WRONG = [
    ("seed", -1, "greater than or equal to 0"),
    ("seed", 1.5, "valid integer"),
    ("seed", "one", "valid integer"),
    ("seed", True, "valid integer"),
    ("seed", MISSING, "missing key"),
    ("sede", 1, "allowed: seed, schedule"),
    ("schedule", "fast", "'demo', 'cpu' or 'published'"),
    ("schedule", MISSING, "missing key"),
    ("data.source", "mnits", "allowed: mnist, kmnist"),
    ("data.source", "no/such/folder", "or the path of one's own digits"),
    ("data.source", 7, "valid string"),
    ("data.mirrors", "https://example.org", "valid list"),
    ("data.mirrors", [3], "valid string"),
    ("data.mirrors", [" "], "must not be empty"),
    ("data.mirror", [], "allowed: source, mirrors"),
    ("data", None, "valid dictionary"),
    ("mask.size", 0, "greater than or equal to 1"),
    ("mask.size", 20, "leaves the 28×28 image"),
    ("mask.first_corner", 13, "must not be below first_corner"),
    ("mask.last_corner", 28, "less than 28"),
    ("mask.fill", 256, "less than or equal to 255"),
    ("mask.fill", 0.5, "valid integer"),
    ("mask.shape", "round", "allowed: size, first_corner, last_corner, fill"),
    ("classifiers.cnn.iterations.cpu", 0, "greater than or equal to 1"),
    ("classifiers.cnn.iterations.gpu", 9, "allowed: demo, cpu, published"),
    ("classifiers.cnn.iterations", 100, "valid dictionary"),
    ("classifiers.cnn.batch_size.cpu", 0, "greater than or equal to 1"),
    ("classifiers.cnn.learning_rate", 0.0, "greater than 0"),
    ("classifiers.cnn.learning_rate", float("nan"), "finite number"),
    ("classifiers.cnn.warp.affine", -1.0, "greater than or equal to 0"),
    ("classifiers.cnn.warp.wave", 1.0, "allowed: affine, elastic"),
    ("workers", "my cluster", "allowed: cores, or a Dask scheduler's address"),
    ("study.shares", [], "at least 1 item"),
    ("study.cpu", [], "at least 1 item"),
    ("classifiers.cnn", MISSING, "missing key"),
    ("classifiers.resnet", {}, "allowed: cnn, masked_trained, seed_cnn"),
    ("classifiers.seed_cnn.validation_fraction", 1.0, "less than 1"),
    ("classifiers.cnn.validation_fraction", 0.0, "greater than 0"),
    ("inpainters.unet.validation_fraction", 0.0, "greater than 0"),
    ("gans.mlp_dropout.picture_interval.cpu", 0, "greater than or equal to 1"),
    ("gans.mlp_dropout.picture_interval", MISSING, "missing key"),
    ("gans", {}, "at least 1 item"),
    ("gans.conditional.lr", 0.1, "allowed: iterations, batch_size"),
    ("gans.conditional.beta1", 1.0, "less than 1"),
    ("gans.mlp_dropout.dropout", {"demo": 0.3, "cpu": 0.3, "published": 2.0}, "less than 1"),
    ("gans.mlp_dropout.dropout", {"demo": 0.3, "cpu": 0.3}, "valid number"),
    ("gans.conditional.ema_decay", "high", "valid number"),
    ("gans.dcgan_plain.dropout", -0.1, "greater than or equal to 0"),
    ("gans.conditional.dropout", 0.1, "allowed: iterations, batch_size"),
    ("gans.unet", "COPY gans.conditional", "there is no gans/unet.py"),
    ("gans.conditional.generator_learning_rate", MISSING, "missing key"),
    ("gans.stylegan", "COPY gans.conditional", "there is no gans/stylegan.py"),
    ("inpainters.unet.width", 2, "greater than or equal to 4"),
    ("inpainters.unet.feature_weight", -1.0, "greater than or equal to 0"),
    ("inpainters.unet.label_weight", -1.0, "greater than or equal to 0"),
    ("inpainters.unet_l1.label_weight", 1.0, "allowed: iterations"),
    ("inpainters.inpaint_dcgan.width", 32, "allowed: iterations"),
    ("synthetic.train_images.published", "many", "valid integer"),
    ("synthetic.larger.vae", dict.fromkeys(("demo", "cpu", "published"), 9), "allowed: one of"),
    ("synthetic.larger", MISSING, "missing key"),
    ("augmentation.generator", "vae", "allowed: one of"),
    ("augmentation.synthetic_shares", [], "at least 1 item"),
    ("augmentation.synthetic_shares", [0.5, 1.5], "less than 1"),
    ("synthetic.classifier_iterations", MISSING, "missing key"),
    ("evaluation.hole_sizes", [], "at least 1 item"),
    ("evaluation.hole_sizes", [8, 0], "greater than or equal to 1"),
    ("evaluation.hole_sizes", [8, 28], "a hole of size 28 in the middle"),
    ("evaluation.hole_images", 0, "greater than or equal to 1"),
    ("evaluation.ink_parts", 1, "greater than or equal to 2"),
    ("evaluation.confidence", 95.0, "less than 1"),
    ("evaluation.confidence", float("inf"), "finite number"),
]


@pytest.mark.parametrize(("key", "value", "expected"), WRONG)
def test_a_wrong_value_is_one_error_that_names_it(
    key: str, value: Any, expected: str, project: Path, tmp_path: Path
) -> None:
    tree = yaml.safe_load((project / "tests/params.yaml").read_text(encoding="utf-8"))
    _set(tree, key, value)
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump(tree), encoding="utf-8")

    with pytest.raises(SynthdigitsError) as failure:
        check(load_params(path))

    message = str(failure.value)
    assert expected in message
    assert key.split(".")[-1] in message
    if isinstance(value, str | int | float) and not str(value).startswith("COPY"):
        assert "\n" not in message


def test_several_wrong_values_are_told_together(project: Path, tmp_path: Path) -> None:
    tree = yaml.safe_load((project / "tests/params.yaml").read_text(encoding="utf-8"))
    tree["seed"], tree["schedule"] = -1, "fast"
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump(tree), encoding="utf-8")

    with pytest.raises(SynthdigitsError, match=r"seed: got -1.*schedule: got 'fast'"):
        load_params(path)


@pytest.mark.parametrize("content", ["", "- a list", "seed: [", "just words"])
def test_a_file_that_holds_no_parameters_is_an_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SynthdigitsError, match=r"params\.yaml"):
        load_params(path)


def test_a_missing_file_is_an_error_that_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(SynthdigitsError, match="run from the project's root"):
        load_params(tmp_path / "params.yaml")


def _set(tree: dict[str, Any], key: str, value: Any) -> None:
    *sections, last = key.split(".")
    section = tree
    for name in sections:
        section = section[name]
    if value is MISSING:
        del section[last]
    elif isinstance(value, str) and value.startswith("COPY "):
        _, source = value.removeprefix("COPY ").split(".")
        section[last] = copy.deepcopy(section[source])
    else:
        section[last] = value


def test_a_key_of_a_model_may_have_a_value_for_each_schedule(params: Params) -> None:
    rates = {"demo": 0.1, "cpu": 0.01, "published": 0.001}
    section = params.gans["mlp_dropout"].model_copy(update={"generator_learning_rate": rates})
    gans = {**params.gans, "mlp_dropout": section}
    for schedule, rate in rates.items():
        there = params.model_copy(update={"schedule": schedule, "gans": gans})
        assert gan_params(there, "mlp_dropout").generator_learning_rate == rate
