"""Augmentation moves a digit a little and keeps its background."""

import torch

from synthdigits.config.sections import WarpParams
from synthdigits.digits.warp import STILL, random_warp

FAR = WarpParams(affine=2.0, elastic=1.0)


def test_an_empty_image_stays_empty() -> None:
    empty = torch.full((8, 1, 28, 28), -1.0)
    torch.testing.assert_close(random_warp(empty, -1.0, FAR), empty)


def test_every_image_is_moved_differently_and_not_far() -> None:
    torch.manual_seed(0)
    dots = torch.full((64, 1, 28, 28), -1.0)
    dots[:, :, 12:16, 12:16] = 1
    moved = random_warp(dots, -1.0, WarpParams(affine=1.0, elastic=0.0))
    ink = (moved[:, 0] + 1) / 2
    places = torch.arange(28.0)
    rows = (ink.sum(2) * places).sum(1) / ink.sum((1, 2))
    assert len(set(rows.tolist())) == 64
    assert (rows - 13.5).abs().max() < 3


def test_the_torch_stream_decides() -> None:
    image = torch.rand(4, 1, 28, 28)
    torch.manual_seed(5)
    first = random_warp(image, 0.0, FAR)
    torch.manual_seed(5)
    torch.testing.assert_close(random_warp(image, 0.0, FAR), first, rtol=0, atol=0)


def test_no_warp_leaves_every_pixel() -> None:
    image = torch.rand(4, 1, 28, 28)
    assert random_warp(image, 0.0, STILL).equal(image)


def test_bending_moves_parts_of_an_image_apart() -> None:
    """Two dots keep their distance under shifts; control points of their own pull them apart."""
    torch.manual_seed(0)
    dots = torch.zeros(64, 1, 28, 28)
    dots[:, :, 4:7, 12:15] = dots[:, :, 21:24, 12:15] = 1
    bent = random_warp(dots, 0.0, WarpParams(affine=0.0, elastic=1.0))
    places = torch.arange(14.0)

    def middle(ink: torch.Tensor) -> torch.Tensor:
        return (ink.sum(2) * places).sum(1) / ink.sum((1, 2))

    distances = 14 + middle(bent[:, 0, 14:]) - middle(bent[:, 0, :14])
    assert 0.5 < distances.std() < 3
    assert (distances.mean() - 17).abs() < 1
