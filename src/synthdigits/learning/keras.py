"""Layers as the Keras documents mean them: padding, constants and initial weights.

Where PyTorch's default differs from tf.keras, the document's framework wins:
"same" padding puts the odd pixel after the image, BatchNorm has epsilon 1e-3 and
momentum 0.99 (0.01 in PyTorch's convention), weights start Glorot-uniform and
biases at zero, and Adam's epsilon is 1e-7.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

ADAM_EPSILON = 1e-7
LEAKY_SLOPE = 0.3
"""Slope of tf.keras' LeakyReLU when none is given."""


class SameConv2d(nn.Conv2d):
    """Convolution, "same" padding: (N, C, H, W) to (N, D, ceil(H/s), ceil(W/s))."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride)

    def forward(self, images: Tensor) -> Tensor:
        vertical = self._padding(images.shape[2], self.kernel_size[0], self.stride[0])
        horizontal = self._padding(images.shape[3], self.kernel_size[1], self.stride[1])
        return super().forward(functional.pad(images, (*horizontal, *vertical)))

    @staticmethod
    def _padding(length: int, kernel: int, stride: int) -> tuple[int, int]:
        total = max((-(-length // stride) - 1) * stride + kernel - length, 0)
        return total // 2, total - total // 2


class SameConvTranspose2d(nn.ConvTranspose2d):
    """Transposed convolution, "same" padding: (N, C, H, W) to (N, D, s·H, s·W)."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int, bias: bool = True
    ) -> None:
        super().__init__(inputs, outputs, kernel, stride, padding=(kernel - stride) // 2, bias=bias)

    def forward(self, images: Tensor, output_size: list[int] | None = None) -> Tensor:
        grown = super().forward(images, output_size)
        height, width = images.shape[2] * self.stride[0], images.shape[3] * self.stride[1]
        return grown[:, :, :height, :width]


class EnlargedConv2d(SameConv2d):
    """An enlargement ×2 by nearest pixels and a 5×5 convolution: (N, C, H, W) to (N, D, 2H, 2W).

    Exact algebra: each of the four places of an enlarged pixel sees 3×3 pixels of the small image,
    through sums of the 25 weights. That is nine products in place of 25 for each pixel painted.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, kernel=5)

    def forward(self, images: Tensor) -> Tensor:
        by_row = _sums(self.weight, 2)
        by_column = torch.stack([_sums(weights, 3) for weights in by_row])
        kernels = by_column.movedim((0, 1), (1, 2)).flatten(0, 2)
        bias = None if self.bias is None else self.bias.repeat_interleave(4)
        places = functional.conv2d(images, kernels, bias, padding=1)
        return functional.pixel_shuffle(places, 2)


class OneChannelConv2d(SameConv2d):
    """Convolution with "same" padding to one channel: (N, C, H, W) to (N, 1, H, W), odd kernel.

    Exact algebra: one product of matrices gives what each pixel adds to every pixel around it, and
    the sums are taken where they fall. A convolution to one channel keeps few of a core's lanes
    busy, a product of matrices all.
    """

    def __init__(self, inputs: int, kernel: int) -> None:
        super().__init__(inputs, 1, kernel)

    def forward(self, images: Tensor) -> Tensor:
        kernel = self.kernel_size[0]
        around = self.weight[0].flip(1, 2).flatten(1).T[:, :, None, None]
        contributions = functional.conv2d(images, around).flatten(2).float()
        sums = functional.fold(contributions, images.shape[2:], kernel, padding=kernel // 2)
        return sums if self.bias is None else sums + self.bias[:, None, None]


def _sums(weights: Tensor, axis: int) -> Tensor:
    """Five weights as three, for the first and for the second place of an enlarged pixel."""
    one, two, three, four, five = weights.unbind(axis)
    first = torch.stack([one + two, three + four, five], axis)
    second = torch.stack([one, two + three, four + five], axis)
    return torch.stack([first, second])


def batch_norm_1d(features: int, momentum: float = 0.99) -> nn.BatchNorm1d:
    """BatchNorm over (N, features); ``momentum`` is Keras', the share of the old average kept."""
    return nn.BatchNorm1d(features, eps=1e-3, momentum=1 - momentum)


def batch_norm_2d(channels: int, momentum: float = 0.99) -> nn.BatchNorm2d:
    """BatchNorm over (N, channels, H, W); ``momentum`` as in :func:`batch_norm_1d`."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=1 - momentum)


def initialise(network: nn.Module) -> None:
    """Give every dense and convolution layer Keras' initial weights, in place."""
    for layer in network.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
            nn.init.xavier_uniform_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
