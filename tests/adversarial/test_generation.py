"""Image i of a set depends on the weights, the seed and i alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from synthdigits.adversarial.generation import Painter, generate, interpolate, summary
from synthdigits.classifiers.networks import Cnn
from synthdigits.comparison.labels import label_quality
from synthdigits.config.params import Params
from synthdigits.learning.weights import Header, save_weights
from synthdigits.zoo import gan_class, gan_params, names_in


@dataclass(frozen=True)
class Saved:
    painter: Painter
    conditional: bool


@pytest.fixture(params=names_in("gans"))
def saved(request: pytest.FixtureRequest, params: Params, tmp_path: Path) -> Saved:
    torch.manual_seed(0)
    gan = gan_class(request.param)(gan_params(params, request.param), batch_size=8, classes=10)
    path = tmp_path / "gan.safetensors"
    header = Header(request.param, 10, gan.generator_arguments, [[0, 99]])
    save_weights(path, gan.generator, header)
    return Saved(Painter.load(path), gan.conditional)


@pytest.fixture(scope="module")
def classifier() -> Cnn:
    torch.manual_seed(0)
    return Cnn(10).eval()


def test_any_image_can_be_made_again_alone(saved: Saved, classifier: Cnn) -> None:
    together = generate(saved.painter, range(207), seed=4, labeller=classifier)
    alone = generate(saved.painter, range(203, 205), seed=4, labeller=classifier)
    np.testing.assert_array_equal(alone.images, together.images[203:205])
    np.testing.assert_array_equal(alone.labels, together.labels[203:205])
    np.testing.assert_array_equal(alone.rows, [203, 204])


def test_another_seed_makes_other_images(saved: Saved, classifier: Cnn) -> None:
    first = generate(saved.painter, range(20), seed=4, labeller=classifier)
    other = generate(saved.painter, range(20), seed=5, labeller=classifier)
    assert not any(np.array_equal(*pair) for pair in zip(first.images, other.images, strict=True))


def test_labels_come_from_the_index_or_from_the_classifier(saved: Saved, classifier: Cnn) -> None:
    digits = generate(saved.painter, range(40), seed=4, labeller=classifier)
    facts = summary(digits)
    if saved.conditional:
        assert facts["per_class"] == {str(label): 4 for label in range(10)}
        assert facts["mean_confidence"] == 1.0
    else:
        assert label_quality(digits, classifier)["label_accuracy"] == 1.0
        assert 0.1 <= facts["mean_confidence"] < 1.0
    assert facts["images"] == 40


def test_an_interpolation_begins_and_ends_with_images_of_the_set(
    saved: Saved, classifier: Cnn
) -> None:
    """But for a conditional GAN, whose rows keep to one class."""
    rows = interpolate(saved.painter, rows=2, columns=5, seed=4)
    assert [row.shape for row in rows] == [(5, 28, 28)] * 2
    for row in rows:
        assert len(np.unique(row, axis=0)) == 5
    if not saved.conditional:
        whole = generate(saved.painter, range(4), seed=4, labeller=classifier).images.astype(int)
        ends = np.stack([rows[0][0], rows[0][-1], rows[1][0], rows[1][-1]]).astype(int)
        assert np.abs(ends - whole).max() <= 2
