"""Bright ink on dark paper: each image as its edges say, where they say it clearly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdigits.digits.canvas import scaled

CLEAR = 0.9
"""Share of an image's edge that has the paper's brightness where no ink runs over it."""


@dataclass(frozen=True)
class Upright:
    """Images that fit the canvas, each turned over where its own edges are bright.

    Attributes:
        images: uint8 (N, h, w).
        turned: bool (N,), whether an image is turned over here.
        clear: bool (N,), whether its edges and most of its pixels are of one brightness.
    """

    images: NDArray[np.uint8]
    turned: NDArray[np.bool_]
    clear: NDArray[np.bool_]


def upright(images: NDArray[np.uint8]) -> Upright:
    """Images (N, H, W) of any one size, reduced or enlarged to the canvas.

    They are turned over before: reducing rounds, and an image and its negative have to end equal.
    """
    flat = images.reshape(len(images), -1)
    middle = (flat.min(axis=1).astype(int) + flat.max(axis=1)) / 2
    edge = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    bright_edge = (edge > middle[:, None]).mean(axis=1)
    bright_area = (flat > middle[:, None]).mean(axis=1)
    turned = bright_edge > 0.5
    clear = np.where(
        turned,
        (bright_edge >= CLEAR) & (bright_area > 0.5),
        (bright_edge <= 1 - CLEAR) & (bright_area < 0.5),
    )
    return Upright(scaled(np.where(turned[:, None, None], 255 - images, images)), turned, clear)


def joined(parts: Iterable[Upright], count: int) -> Upright:
    """``count`` images of one size that come part after part, in memory of their own at once."""
    start = 0
    for part in parts:
        if not start:
            images = np.empty((count, *part.images.shape[1:]), np.uint8)
            turned, clear = np.empty(count, np.bool_), np.empty(count, np.bool_)
        rows = slice(start, start + len(part.images))
        images[rows], turned[rows], clear[rows] = part.images, part.turned, part.clear
        start = rows.stop
    return Upright(images, turned, clear)


def settled(found: Upright, groups: NDArray[np.integer]) -> tuple[NDArray[np.uint8], int]:
    """The images as they are to be, and how many of them are turned over.

    Where an image does not say clearly which it is (ink runs over its edges), it is taken for what
    most clear images are: those of its group, else those of the set; else all of the set.

    Args:
        groups: (N,), a number for each image's group.
    """
    images, turned = found.images, found.turned.copy()
    for group in np.unique(groups[~found.clear]):
        members = groups == group
        for judges in (members & found.clear, found.clear, np.ones_like(members)):
            if judges.any():
                turned[members & ~found.clear] = found.turned[judges].mean() > 0.5
                break
    back = turned != found.turned
    images[back] = 255 - images[back]
    return images, int(turned.sum())
