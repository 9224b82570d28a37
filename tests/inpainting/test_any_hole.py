"""Holes of any shape are painted, and boxes are found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.inpainting.any_hole import Box, find_box, repair
from synthdigits.inpainting.repair import Repairer
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import inpainter_class, inpainter_params


@pytest.fixture
def repairer(params: Params, tmp_path: Path) -> Repairer:
    torch.manual_seed(0)
    unet = inpainter_class("unet_l1")(inpainter_params(params, "unet_l1"), 8, None)
    path = tmp_path / "unet.safetensors"
    save_weights(path, unet.network, Header("unet_l1", 10, unet.network_arguments, [[0, 9]]))
    return Repairer.load(path)


def test_what_lies_outside_a_hole_stays(repairer: Repairer, digits: Digits) -> None:
    images = digits.images[:3]
    holes = np.random.default_rng(0).random(images.shape) < 0.2
    repaired = repair(repairer, images, holes)
    np.testing.assert_array_equal(repaired[~holes], images[~holes])
    assert (repaired[holes] != images[holes]).any()


def test_what_lay_in_a_hole_does_not_matter(repairer: Repairer, digits: Digits) -> None:
    images = digits.images[:2]
    holes = np.zeros_like(images, np.bool_)
    holes[:, 9:14, 3:20] = True
    repaired = repair(repairer, images, holes)
    np.testing.assert_array_equal(repaired, repair(repairer, np.where(holes, 200, images), holes))


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_box_is_found_by_its_rim(value: int, digits: Digits) -> None:
    for number, image in enumerate(digits.images[7:12]):
        box = Box(row=9, column=6 + number, height=8, width=5 + number)
        broken = np.where(box.mask, np.uint8(value), image)
        assert find_box(broken) == box


def test_a_picture_of_one_value_has_no_box() -> None:
    with pytest.raises(SynthdigitsError, match="give the hole as a mask"):
        find_box(np.zeros((28, 28), np.uint8))
