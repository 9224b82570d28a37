"""The ruler: made once, kept, told from others, and shaping nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from synthdigits.classifiers.reading import features_of
from synthdigits.commands.structure import imports_between
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.ruler import making
from synthdigits.ruler.making import make_ruler, provide_ruler
from synthdigits.ruler.moments import Moments
from synthdigits.ruler.network import FEATURES, RulerNetwork
from synthdigits.ruler.ruler import SHIPPED, load_ruler, name_of, read_header

BYTES = 1_000_000


@pytest.fixture
def parts(digits: Digits) -> tuple[Digits, Digits]:
    return digits[:150], digits[150:]


@pytest.fixture
def made(workspace: Path, parts: tuple[Digits, Digits], params: Params) -> Path:
    path = Path("data/ruler.safetensors")
    make_ruler(path, *parts, params.ruler)
    return path


def test_the_shipped_ruler_is_small_and_reads_digits() -> None:
    ruler = load_ruler(SHIPPED)
    assert SHIPPED.stat().st_size <= BYTES
    assert ruler.header.classes == 10
    assert ruler.header.validation_accuracy > 0.99
    assert ruler.header.training_rows == [[0, 53_999]]
    assert ruler.train.mean.shape == (FEATURES,)
    assert np.linalg.eigvalsh(ruler.test.covariance).min() > -1e-9


def test_an_images_features_depend_on_the_image_alone(digits: Digits) -> None:
    network = load_ruler(SHIPPED).network
    together, alone = features_of(network, digits.images), features_of(network, digits.images[7:8])
    np.testing.assert_allclose(together[7:8], alone, rtol=1e-4, atol=1e-5)


def test_it_holds_the_moments_of_both_parts(made: Path, parts: tuple[Digits, Digits]) -> None:
    ruler = load_ruler(made)
    for moments, digits in zip((ruler.train, ruler.test), parts, strict=True):
        expected = Moments.of(features_of(ruler.network, digits.images))
        np.testing.assert_allclose(moments.mean, expected.mean)
        np.testing.assert_allclose(moments.covariance, expected.covariance)


def test_it_learns_from_training_rows_that_are_not_held_back(made: Path) -> None:
    assert read_header(made).training_rows == [[0, 134]]


def test_equal_digits_and_parameters_make_equal_bytes(
    made: Path, parts: tuple[Digits, Digits], params: Params
) -> None:
    make_ruler(Path("again.safetensors"), *parts, params.ruler)
    assert Path("again.safetensors").read_bytes() == made.read_bytes()


def test_the_global_seed_and_schedule_do_not_reach_it(params: Params) -> None:
    assert not {"schedule", "iterations"} & set(type(params.ruler).model_fields)
    assert params.ruler.seed == params.model_copy(update={"seed": 99}).ruler.seed


def test_a_ruler_that_is_theirs_stays(
    made: Path,
    parts: tuple[Digits, Digits],
    params: Params,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making, "make_ruler", lambda *_: pytest.fail("trained again"))
    before = made.read_bytes()
    provide_ruler(made, *parts, params.ruler)
    assert made.read_bytes() == before


def test_other_digits_get_a_ruler_of_their_own(
    made: Path, parts: tuple[Digits, Digits], params: Params
) -> None:
    before = read_header(made).name
    train, test = parts
    relabelled = replace(train, labels=train.labels[::-1].copy())
    provide_ruler(made, relabelled, test, params.ruler)
    assert read_header(made).name != before
    assert read_header(made).name == name_of(relabelled, test, params.ruler)


def test_the_shipped_ruler_is_taken_where_it_is_theirs(
    workspace: Path, parts: tuple[Digits, Digits], params: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "name_of", lambda *_: read_header(SHIPPED).name)
    provide_ruler(Path("ruler.safetensors"), *parts, params.ruler)
    assert Path("ruler.safetensors").read_bytes() == SHIPPED.read_bytes()


def test_other_parameters_give_another_name(parts: tuple[Digits, Digits], params: Params) -> None:
    longer = params.ruler.model_copy(update={"epochs": params.ruler.epochs + 1})
    assert name_of(*parts, params.ruler) != name_of(*parts, longer)


def test_what_is_no_ruler_is_named(workspace: Path) -> None:
    with pytest.raises(SynthdigitsError, match=r"none\.safetensors: no such file"):
        load_ruler(Path("none.safetensors"))
    Path("text.safetensors").write_text("no tensors")
    with pytest.raises(SynthdigitsError, match=r"text\.safetensors: no ruler"):
        load_ruler(Path("text.safetensors"))


def test_a_ruler_of_another_network_is_named(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(RulerNetwork):
        def __init__(self, classes: int) -> None:
            super().__init__(classes)
            self.head = torch.nn.Linear(3, classes)

    monkeypatch.setattr("synthdigits.ruler.ruler.RulerNetwork", Other)
    with pytest.raises(SynthdigitsError, match="a ruler of another version"):
        load_ruler(made)


def test_nothing_that_trains_or_chooses_knows_the_ruler(project: Path) -> None:
    rooms = imports_between(project / "src/synthdigits")
    assert {room for room, others in rooms.items() if "ruler" in others} == {
        "comparison",
        "commands",
    }
