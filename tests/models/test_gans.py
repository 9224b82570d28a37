"""The GANs: parameters of the documents, shapes, ranges, and the order of their steps."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from synthdigits.models.gans import GAN_NAMES, conditional, dcgan_transpose, gan_class
from synthdigits.models.gans._gan import Gan, RealBatch
from synthdigits.models.weights import parameter_count
from synthdigits.params import Params


def built(name: str, params: Params, **changes: Any) -> Gan:
    torch.manual_seed(0)
    section = params.gans[name].model_copy(update=changes)
    return gan_class(name)(section, batch_size=8, classes=10)


def real(count: int) -> RealBatch:
    return RealBatch(torch.rand(count, 1, 28, 28) * 2 - 1, torch.arange(count) % 10)


def test_dcgan_transpose_has_the_parameters_of_document_002() -> None:
    assert parameter_count(dcgan_transpose.Generator()) == 2_330_944
    assert parameter_count(dcgan_transpose.Discriminator()) == 212_865


def test_every_gan_of_the_parameters_has_a_module(params: Params) -> None:
    assert set(params.gans) <= set(GAN_NAMES)


@pytest.mark.parametrize("name", GAN_NAMES)
def test_pixels_have_the_shape_and_range_of_a_digit(name: str, params: Params) -> None:
    gan = built(name, params)
    labels = [torch.arange(8)] if gan.conditional else []
    pixels = gan.generator(gan.latents(8), *labels).detach()
    assert pixels.shape == (8, 1, 28, 28)
    assert gan.pixel_range.low <= float(pixels.min()) < float(pixels.max()) <= gan.pixel_range.high


@pytest.mark.parametrize("name", GAN_NAMES)
def test_one_step_moves_both_networks_and_reports_both_losses(name: str, params: Params) -> None:
    gan = built(name, params)
    before = [_weights(gan.generator), _weights(gan.discriminator)]
    losses = gan.step(real)
    assert set(losses) == {"generator_loss", "discriminator_loss"}
    assert not torch.equal(_weights(gan.generator), before[0])
    assert not torch.equal(_weights(gan.discriminator), before[1])


@pytest.mark.parametrize("name", GAN_NAMES)
def test_the_saved_arguments_rebuild_the_generator(name: str, params: Params) -> None:
    gan = built(name, params)
    again = gan.generator_class(**gan.generator_arguments)
    again.load_state_dict(gan.generator.state_dict())


def test_document_002_takes_both_gradients_before_either_network_moves(params: Params) -> None:
    """With one network held still, the other must move just as it does in the joint step."""
    moved = {}
    for still in ("nobody", "generator", "discriminator"):
        gan = built("dcgan_transpose", params, dropout=0.0)
        if still != "nobody":
            for group in getattr(gan, f"{still}_optimiser").param_groups:
                group["lr"] = 0.0
        torch.manual_seed(1)
        gan.step(real)
        moved[still] = _weights(gan.generator), _weights(gan.discriminator)
    assert torch.equal(moved["discriminator"][0], moved["nobody"][0])
    assert torch.equal(moved["generator"][1], moved["nobody"][1])


def test_conditional_moves_its_discriminator_before_its_generator(params: Params) -> None:
    """A discriminator that does not move leaves the generator another gradient to follow."""
    moved = []
    for rate in (0.0, 0.01):
        gan = built("conditional", params)
        for group in gan.discriminator_optimiser.param_groups:
            group["lr"] = rate
        torch.manual_seed(1)
        gan.step(real)
        moved.append(_weights(gan.generator))
    assert not torch.equal(*moved)


def test_the_generator_step_of_conditional_leaves_the_discriminator_without_gradient(
    params: Params,
) -> None:
    gan = built("conditional", params)
    gan.step(real)
    gradients = [weight.grad.clone() for weight in gan.discriminator.parameters()]  # type: ignore[union-attr]
    labels = torch.arange(8)
    gan.discriminator.requires_grad_(False)
    gan.discriminator(gan.generator(gan.latents(8), labels), labels).mean().backward()
    for weight, gradient in zip(gan.discriminator.parameters(), gradients, strict=True):
        assert torch.equal(weight.grad, gradient)  # type: ignore[arg-type]


def test_conditional_looks_up_its_class() -> None:
    torch.manual_seed(0)
    generator = conditional.Generator().train()
    with torch.no_grad():
        for layer in generator.modules():
            if isinstance(layer, torch.nn.Embedding):
                layer.weight.normal_()
    latents = torch.randn(1, 64).repeat(10, 1)
    pixels = generator.eval()(latents, torch.arange(10))
    assert pixels.flatten(1).unique(dim=0).shape[0] == 10


def _weights(network: torch.nn.Module) -> Tensor:
    return torch.cat([weight.detach().flatten().clone() for weight in network.parameters()])
