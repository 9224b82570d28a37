"""`synthdigits.load`: arrays in, arrays out, and errors that say what came."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

import synthdigits
from stand_ins import FILES
from synthdigits.adversarial.generation import Painter, interpolate
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.inpainting import any_hole
from synthdigits.inpainting.repair import Repairer
from synthdigits.interface.models import Classifier, Generator, Inpainter
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.sampling.sampling import sample
from synthdigits.zoo import gan_class, gan_params

pytestmark = pytest.mark.usefixtures("stand_ins")
HOLES = np.zeros((3, 28, 28), np.bool_)
HOLES[:, 8:15, 9:20] = True


def test_sample_gives_the_digits_of_the_command() -> None:
    made = synthdigits.load("conditional").sample(digit=7, count=12, seed=3)
    same = sample(FILES["conditional"], None, count=12, seed=3, digit=7, first=0)
    assert made.images.dtype == np.uint8
    assert made.images.shape == (12, 28, 28)
    assert set(made.labels.tolist()) == {7}
    np.testing.assert_array_equal(made.images, same.images)
    np.testing.assert_array_equal(made.rows, np.arange(7, 127, 10))


def test_a_sample_is_a_torch_dataset() -> None:
    made = synthdigits.load("conditional").sample(count=12)
    dataset = made.torch_dataset()
    assert len(dataset) == 12
    image, label = dataset[4]
    assert (image.dtype, image.shape, label) == (torch.float32, (1, 28, 28), 4)
    assert image.min() >= 0
    assert image.max() <= 1
    np.testing.assert_array_equal((image[0] * 255).round().numpy(), made.images[4])
    images, labels = next(iter(DataLoader(dataset, batch_size=5)))
    assert images.shape == (5, 1, 28, 28)
    assert labels.tolist() == [0, 1, 2, 3, 4]


def test_a_confident_sample_is_read_so_by_the_shipped_classifier() -> None:
    made = synthdigits.load("conditional").sample(count=10, min_confidence=0.05)
    reading = synthdigits.load("cnn").read(made.images)
    own = reading.probabilities[np.arange(10), made.labels]
    assert own.min() >= 0.05
    np.testing.assert_allclose(made.confidence, own, atol=1e-6)


def test_interpolate_gives_the_sheets_of_the_pipeline() -> None:
    generator = synthdigits.load("conditional")
    painter = Painter.load(FILES["conditional"])
    every = np.stack(interpolate(painter, 20, 5, 4))
    np.testing.assert_array_equal(generator.interpolate(rows=20, columns=5, seed=4), every)
    threes = generator.interpolate(digit=3, rows=2, columns=5, seed=4)
    assert threes.shape == (2, 5, 28, 28)
    np.testing.assert_array_equal(threes, every[[3, 13]])


def test_inpaint_paints_the_holes_and_nothing_else(digits: Digits) -> None:
    images = digits.images[:3]
    repaired = synthdigits.load("unet").inpaint(images, HOLES)
    np.testing.assert_array_equal(
        repaired, any_hole.repair(Repairer.load(FILES["unet"]), images, HOLES)
    )
    np.testing.assert_array_equal(repaired[~HOLES], images[~HOLES])
    assert (repaired[HOLES] != images[HOLES]).any()


def test_read_gives_labels_and_probabilities(digits: Digits) -> None:
    reading = synthdigits.load("cnn").read(digits.images)
    assert reading.labels.dtype == np.uint8
    assert reading.labels.shape == (200,)
    assert reading.probabilities.dtype == np.float32
    assert reading.probabilities.shape == (200, 10)
    np.testing.assert_allclose(reading.probabilities.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(reading.probabilities.argmax(axis=1), reading.labels)


def test_weights_of_ones_own_are_loaded_by_path(tmp_path: Path) -> None:
    kinds = {"conditional": Generator, "unet": Inpainter, "cnn": Classifier}
    for name, file in FILES.items():
        own = shutil.copyfile(file, tmp_path / f"my_{name}.safetensors")
        for path in (own, str(own)):
            assert type(synthdigits.load(path)) is kinds[name]


def test_a_generator_that_knows_no_classes_is_read_by_the_shipped_classifier(
    params: Params, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    gan = gan_class("mlp_dropout")(gan_params(params, "mlp_dropout"), batch_size=8, classes=10)
    header = Header("mlp_dropout", 10, gan.generator_arguments, [[0, 9]])
    save_weights(tmp_path / "plain.safetensors", gan.generator, header)
    generator = synthdigits.load(tmp_path / "plain.safetensors")
    assert isinstance(generator, Generator)
    made = generator.sample(count=4)
    np.testing.assert_array_equal(made.labels, synthdigits.load("cnn").read(made.images).labels)
    assert generator.interpolate(rows=2, columns=3).shape == (2, 3, 28, 28)
    with pytest.raises(SynthdigitsError, match=r"digit 3: .* can't be asked for a class"):
        generator.interpolate(digit=3)


def test_what_is_no_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(SynthdigitsError, match=r"gan: no such file, and no weights that are sh"):
        synthdigits.load("gan")
    (tmp_path / "a.safetensors").write_bytes(b"nonsense")
    with pytest.raises(SynthdigitsError, match=r"a\.safetensors: no weights of this project"):
        synthdigits.load(tmp_path / "a.safetensors")
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        synthdigits.lode  # type: ignore[attr-defined]  # noqa: B018


IMAGES = np.zeros((3, 28, 28), np.uint8)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: sampled(count=0), "count: a whole number from 1 on is needed, got 0"),
        (lambda: sampled(count=2.5), "count: a whole number from 1 on is needed, got 2.5"),
        (lambda: sampled(seed=-1), "seed: a whole number from 0 on is needed, got -1"),
        (lambda: sampled(digit=True), "digit: a whole number from 0 on is needed, got True"),
        (lambda: sampled(digit=10), "digit 10: .* knows the classes 0–9"),
        (lambda: sampled(min_confidence=95), "min_confidence: a number from 0 to 1 .* got 95"),
        (lambda: drawn(columns=1), "columns: a whole number from 2 on is needed, got 1"),
        (lambda: drawn(digit=10), "digit 10: .* knows the classes 0–9"),
        (lambda: read([[0]]), r"images: uint8 \(N, 28, 28\) is needed, got list"),
        (lambda: read(IMAGES / 255), r"is needed, got float64 \(3, 28, 28\)"),
        (lambda: read(IMAGES[0]), r"is needed, got uint8 \(28, 28\)"),
        (lambda: read(IMAGES[:0]), r"at least one, got uint8 \(0, 28, 28\)"),
        (lambda: repaired(IMAGES), r"masks: bool \(N, 28, 28\) is needed, got uint8"),
        (lambda: repaired(HOLES[:2]), "masks: one for each of 3 images is needed, got 2"),
        (lambda: repaired(HOLES & False), "masks: number 0 is true nowhere"),
    ],
)
def test_a_wrong_argument_is_told_with_what_came(call: Callable[[], Any], reason: str) -> None:
    with pytest.raises(SynthdigitsError, match=reason):
        call()


def sampled(**asked: Any) -> Any:
    return synthdigits.load("conditional").sample(**asked)


def drawn(**asked: Any) -> Any:
    return synthdigits.load("conditional").interpolate(**asked)


def read(images: Any) -> Any:
    return synthdigits.load("cnn").read(images)


def repaired(masks: Any) -> Any:
    return synthdigits.load("unet").inpaint(IMAGES, masks)
