"""Keras' layers, against values worked out by hand from its rules."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from synthdigits.learning import keras


def test_same_padding_puts_the_odd_pixel_after_the_image() -> None:
    layer = keras.SameConv2d(1, 1, kernel=3, stride=2)
    with torch.no_grad():
        layer.weight.zero_()
        layer.weight[0, 0, 0, 0] = 1  # looks at the top-left pixel of each window
        layer.bias.zero_()  # type: ignore[union-attr]
        image = torch.arange(16.0).reshape(1, 1, 4, 4)
        # 4 pixels, kernel 3, stride 2: one pixel of padding, all of it after; windows at 0 and 2.
        assert layer(image).flatten().tolist() == [0, 2, 8, 10]


@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (3, 2), (5, 2), (7, 1), (4, 2)])
def test_same_convolution_divides_the_side_by_the_stride(kernel: int, stride: int) -> None:
    layer = keras.SameConv2d(1, 2, kernel, stride)
    assert layer(torch.zeros(1, 1, 28, 28)).shape == (1, 2, 28 // stride, 28 // stride)
    assert layer(torch.zeros(1, 1, 7, 7)).shape[2] == -(-7 // stride)


@pytest.mark.parametrize(("kernel", "stride"), [(5, 1), (5, 2), (4, 2)])
def test_a_transposed_convolution_is_the_gradient_of_the_convolution(
    kernel: int, stride: int
) -> None:
    """Keras defines it so; the odd pixel of padding then falls on the right side."""
    forward = keras.SameConv2d(1, 1, kernel, stride)
    backward = keras.SameConvTranspose2d(1, 1, kernel, stride, bias=False)
    with torch.no_grad():
        backward.weight.copy_(forward.weight)
    image = torch.zeros(1, 1, 8, 8, requires_grad=True)
    small = forward(image)
    incoming = torch.randn_like(small)
    (expected,) = torch.autograd.grad(small, image, incoming)
    torch.testing.assert_close(backward(incoming), expected)


def test_enlarging_within_the_convolution_is_exact() -> None:
    """Painted pixels and all gradients are those of the two layers, edges too."""
    fast = keras.EnlargedConv2d(3, 2).double()
    slow = keras.SameConv2d(3, 2, kernel=5).double()
    slow.load_state_dict(fast.state_dict())
    small = torch.randn(4, 3, 7, 5, dtype=torch.float64, requires_grad=True)
    painted = fast(small)
    expected = slow(functional.interpolate(small, scale_factor=2, mode="nearest"))
    torch.testing.assert_close(painted, expected)
    incoming = torch.randn_like(painted)
    found = torch.autograd.grad(painted, [small, *fast.parameters()], incoming)
    wanted = torch.autograd.grad(expected, [small, *slow.parameters()], incoming)
    torch.testing.assert_close(found, wanted)


@pytest.mark.parametrize("kernel", [3, 7])
def test_a_convolution_to_one_channel_by_a_product_is_exact(kernel: int) -> None:
    """Painted pixels and all gradients are those of the convolution, edges too."""
    fast, slow = keras.OneChannelConv2d(5, kernel), keras.SameConv2d(5, 1, kernel)
    slow.load_state_dict(fast.state_dict())
    images = torch.randn(2, 5, 9, 6, requires_grad=True)
    painted, expected = fast(images), slow(images)
    torch.testing.assert_close(painted, expected)
    incoming = torch.randn_like(painted)
    found = torch.autograd.grad(painted, [images, *fast.parameters()], incoming)
    wanted = torch.autograd.grad(expected, [images, *slow.parameters()], incoming)
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)


def test_normalisation_has_keras_constants() -> None:
    layer = keras.batch_norm_1d(4, momentum=0.8)
    assert layer.eps == 1e-3
    assert layer.momentum == pytest.approx(0.2)
    assert keras.batch_norm_2d(4).momentum == pytest.approx(0.01)


def test_weights_start_glorot_uniform_and_biases_at_zero() -> None:
    layer = torch.nn.Linear(300, 100)
    keras.initialise(layer)
    limit = (6 / 400) ** 0.5
    assert limit * 0.99 < float(layer.weight.detach().abs().max()) <= limit
    assert float(layer.bias.detach().abs().max()) == 0
