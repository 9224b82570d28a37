"""Augmentation moves a digit a little and keeps its background."""

import torch

from synthdigits.data.augment import random_affine


def test_an_empty_image_stays_empty() -> None:
    empty = torch.full((8, 1, 28, 28), -1.0)
    torch.testing.assert_close(random_affine(empty, background=-1.0), empty)


def test_every_image_is_moved_differently_and_not_far() -> None:
    torch.manual_seed(0)
    dots = torch.full((64, 1, 28, 28), -1.0)
    dots[:, :, 12:16, 12:16] = 1
    moved = random_affine(dots, background=-1.0)
    ink = (moved[:, 0] + 1) / 2
    places = torch.arange(28.0)
    rows = (ink.sum(2) * places).sum(1) / ink.sum((1, 2))
    assert len(set(rows.tolist())) == 64
    assert (rows - 13.5).abs().max() < 3


def test_the_torch_stream_decides() -> None:
    image = torch.rand(4, 1, 28, 28)
    torch.manual_seed(5)
    first = random_affine(image, 0.0)
    torch.manual_seed(5)
    torch.testing.assert_close(random_affine(image, 0.0), first, rtol=0, atol=0)
