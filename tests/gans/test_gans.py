"""The GANs: parameters of the documents, shapes, ranges, and the order of their steps."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from synthdigits.adversarial.gan import Gan, RealBatch
from synthdigits.config.params import Params
from synthdigits.gans import conditional, mlp_batchnorm
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.weights import parameter_count
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import gan_class, gan_params, names_in

NAMES = names_in("gans")


def built(name: str, params: Params, **changes: Any) -> Gan:
    torch.manual_seed(0)
    section = gan_params(params, name).model_copy(update=changes)
    gan = gan_class(name)(section, batch_size=8, classes=10)
    assert isinstance(gan, Gan)
    return gan


def real(count: int) -> RealBatch:
    return RealBatch(torch.rand(count, 1, 28, 28) * 2 - 1, torch.arange(count) % 10)


def recorded_step(name: str, params: Params, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What one step with a batch of 8 does, in order.

    ``z 8`` draws latents, ``G eval 8`` paints in evaluation mode, ``D 8`` judges, ``4 as 1`` takes
    a loss of four logits against the label 1, and ``G moves`` is an optimiser's step.
    """
    gan = built(name, params)
    events: list[str] = []
    module = sys.modules[type(gan).__module__]
    draw_latents = gan.latents

    def latents(count: int) -> Tensor:
        events.append(f"z {count}")
        return draw_latents(count)

    def loss(logits: Tensor, label: float) -> Tensor:
        events.append(f"{len(logits)} as {label}")
        return labelled_as(logits, label)

    monkeypatch.setattr(gan, "latents", latents)
    monkeypatch.setattr(module, "labelled_as", loss)
    for letter, network, optimiser in (
        ("G", gan.generator, gan.generator_optimiser),
        ("D", gan.discriminator, gan.discriminator_optimiser),
    ):

        def look(one: nn.Module, given: tuple[Tensor, ...], letter: str = letter) -> None:
            mode = "" if one.training else " eval"
            events.append(f"{letter}{mode} {len(given[0])}")

        def move(*_: object, letter: str = letter) -> None:
            events.append(f"{letter} moves")

        network.train().register_forward_pre_hook(look)
        optimiser.register_step_post_hook(move)
    gan.step(real, 0.5)
    return events


@pytest.mark.parametrize(
    ("name", "generator", "discriminator"),
    [
        ("dcgan_plain", 1_164_289, 40_705),
        ("dcgan_transpose", 2_330_944, 212_865),
        ("mlp_batchnorm", 4_403_728, 533_505),
        ("dcgan_upsample", 6_768_129, 339_969),
        ("mlp_dropout", 1_486_352, 1_460_225),
    ],
)
def test_a_documents_networks_have_its_parameters(
    name: str, generator: int, discriminator: int, params: Params
) -> None:
    gan = built(name, params)
    assert parameter_count(gan.generator) == generator
    assert parameter_count(gan.discriminator) == discriminator


def test_every_gan_of_the_parameters_has_a_module(params: Params) -> None:
    assert set(params.gans) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_pixels_have_the_shape_and_range_of_a_digit(name: str, params: Params) -> None:
    gan = built(name, params)
    labels = [torch.arange(8)] if gan.conditional else []
    pixels = gan.generator(gan.latents(8), *labels).detach()
    assert pixels.shape == (8, 1, 28, 28)
    assert gan.pixel_range.low <= float(pixels.min()) < float(pixels.max()) <= gan.pixel_range.high


@pytest.mark.parametrize("name", NAMES)
def test_one_step_moves_both_networks_and_reports_both_losses(name: str, params: Params) -> None:
    gan = built(name, params)
    before = [_weights(gan.generator), _weights(gan.discriminator)]
    losses = gan.step(real, 0.5)
    assert set(losses) == {"generator_loss", "discriminator_loss"}
    assert not torch.equal(_weights(gan.generator), before[0])
    assert not torch.equal(_weights(gan.discriminator), before[1])


@pytest.mark.parametrize("name", NAMES)
def test_the_saved_arguments_rebuild_the_generator(name: str, params: Params) -> None:
    gan = built(name, params)
    again = gan.generator_class(**gan.generator_arguments)
    again.load_state_dict(gan.generator.state_dict())


DOCUMENTED_STEPS = {
    "dcgan_plain": [  # one joint batch of both halves
        *("z 4", "G eval 4", "D 8", "4 as 1", "4 as 0", "D moves"),
        *("z 8", "G 8", "D 8", "8 as 1", "G moves"),
    ],
    "dcgan_transpose": [  # one batch of latents for both networks
        *("z 8", "G 8", "D 8", "D 8", "8 as 1", "8 as 1", "8 as 0", "G moves", "D moves"),
    ],
    "mlp_batchnorm": [  # two separate discriminator steps on half batches
        *("z 4", "G eval 4", "D 4", "4 as 1", "D moves", "D 4", "4 as 0", "D moves"),
        *("z 8", "G 8", "D 8", "8 as 1", "G moves"),
    ],
    "dcgan_upsample": [  # the generator learns from the latents that the discriminator saw
        *("z 8", "G eval 8", "D 8", "8 as 1", "D moves", "D 8", "8 as 0", "D moves"),
        *("G 8", "D 8", "8 as 1", "G moves"),
    ],
    "mlp_dropout": [  # both losses added, real labels smoothed, and dropout on in every pass
        *("D 8", "z 8", "G 8", "D 8", "8 as 0.9", "8 as 0", "D moves"),
        *("z 8", "G 8", "D 8", "8 as 1", "G moves"),
    ],
}


@pytest.mark.parametrize("name", DOCUMENTED_STEPS)
def test_a_step_goes_as_the_document_says(
    name: str, params: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recorded_step(name, params, monkeypatch) == DOCUMENTED_STEPS[name]


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("dcgan_plain", 0.5),
        ("dcgan_transpose", 1.0),
        ("mlp_batchnorm", 0.5),
        ("dcgan_upsample", 0.5),
        ("mlp_dropout", 1.0),
    ],
)
def test_the_discriminators_loss_is_a_sum_or_a_mean(
    name: str, factor: float, params: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    gan = built(name, params)
    taken: list[tuple[float, Tensor]] = []

    def loss(logits: Tensor, label: float) -> Tensor:
        taken.append((label, labelled_as(logits, label)))
        return taken[-1][1]

    monkeypatch.setattr(sys.modules[type(gan).__module__], "labelled_as", loss)
    losses = gan.step(real, 0.5)
    own = taken[1:] if name == "dcgan_transpose" else taken[:2]
    assert [label for label, _ in own] == [0.9 if name == "mlp_dropout" else 1, 0]
    whole = float((own[0][1] + own[1][1]).detach())
    assert float(losses["discriminator_loss"].detach()) == pytest.approx(factor * whole)


@pytest.mark.parametrize(
    ("name", "epsilon"), [("dcgan_plain", 1e-7), ("mlp_batchnorm", 1e-7), ("mlp_dropout", 1e-8)]
)
def test_adam_has_the_constants_of_the_documents_framework(
    name: str, epsilon: float, params: Params
) -> None:
    gan = built(name, params)
    for optimiser in (gan.generator_optimiser, gan.discriminator_optimiser):
        assert optimiser.defaults["eps"] == epsilon
        assert optimiser.defaults["lr"] == 2e-4
        assert optimiser.defaults["betas"] == (0.9 if name == "mlp_dropout" else 0.5, 0.999)


@pytest.mark.parametrize("name", ["dcgan_plain", "mlp_batchnorm"])
def test_half_of_an_odd_batch_is_refused(name: str, params: Params) -> None:
    gan = gan_class(name)(gan_params(params, name), batch_size=7, classes=10)
    with pytest.raises(SynthdigitsError, match="batch_size: got 7"):
        gan.step(real, 0.5)


def test_normalisation_follows_the_activation_in_document_003s_dense_generator() -> None:
    kinds = [type(layer) for layer in mlp_batchnorm.Generator()][:6]
    assert kinds == [nn.Linear, nn.LeakyReLU, nn.BatchNorm1d] * 2
    norms = [one for one in mlp_batchnorm.Generator() if isinstance(one, nn.BatchNorm1d)]
    assert [norm.momentum for norm in norms] == pytest.approx([0.2] * 4)
    assert {norm.eps for norm in norms} == {1e-3}


def test_document_001_sees_pixels_from_zero_to_one(params: Params) -> None:
    gan = built("dcgan_plain", params)
    assert (gan.pixel_range.low, gan.pixel_range.high) == (0, 1)
    assert isinstance(list(gan.generator.children())[-1], nn.Sigmoid)


def test_document_003s_pictures_come_from_uniform_latents_and_its_digits_from_narrow_ones(
    params: Params,
) -> None:
    gan = built("dcgan_upsample", params)
    (latents,) = gan.picture_inputs()
    assert latents.shape == (49, 100)
    assert float(latents.abs().max()) <= 1
    assert float(latents.std()) == pytest.approx(3**-0.5, abs=0.02)
    assert float(gan.latents(100).std()) == pytest.approx(0.5, abs=0.02)


def test_the_pictures_of_a_conditional_gan_have_one_class_a_row(params: Params) -> None:
    latents, labels = built("conditional", params).picture_inputs()
    assert latents.shape == (100, 64)
    assert labels.reshape(10, 10).tolist() == [[row] * 10 for row in range(10)]


def test_document_002_takes_both_gradients_before_either_network_moves(params: Params) -> None:
    """With one network held still, the other must move just as it does in the joint step."""
    moved = {}
    for still in ("nobody", "generator", "discriminator"):
        gan = built("dcgan_transpose", params, dropout=0.0)
        if still != "nobody":
            for group in getattr(gan, f"{still}_optimiser").param_groups:
                group["lr"] = 0.0
        torch.manual_seed(1)
        gan.step(real, 0.5)
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
        gan.step(real, 0.5)
        moved.append(_weights(gan.generator))
    assert not torch.equal(*moved)


def test_the_generator_step_of_conditional_leaves_the_discriminator_without_gradient(
    params: Params,
) -> None:
    """Between the step's two moves nothing may reach the discriminator's weights."""
    gan = built("conditional", params)
    gradients: list[list[Tensor]] = []

    def note(*_: object) -> None:
        weights = gan.discriminator.parameters()
        gradients.append([weight.grad.clone() for weight in weights if weight.grad is not None])

    gan.discriminator_optimiser.register_step_post_hook(note)
    gan.generator_optimiser.register_step_post_hook(note)
    gan.step(real, 0.5)
    after_its_own_move, after_the_generators = gradients
    assert after_its_own_move
    for before, after in zip(after_its_own_move, after_the_generators, strict=True):
        assert torch.equal(before, after)


def test_conditional_learns_to_name_real_digits_and_is_asked_of_generated_ones(
    params: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The discriminator's step names the labels of the real batch, the generator's fresh ones."""
    named: list[tuple[int, list[int]]] = []
    honest = functional.cross_entropy

    def recording(logits: Tensor, labels: Tensor) -> Tensor:
        named.append((len(logits), labels.tolist()))
        return honest(logits, labels)

    monkeypatch.setattr(functional, "cross_entropy", recording)
    gan = built("conditional", params)
    torch.manual_seed(2)
    gan.step(real, 0.5)
    (of_real, real_labels), (of_fake, fake_labels) = named
    assert (of_real, of_fake) == (8, 8)
    assert real_labels == list(range(8))
    assert fake_labels != real_labels


def test_conditional_spreads_latents_in_evaluation_mode_alone() -> None:
    narrow, wide = conditional.Generator(), conditional.Generator(spread=1.5)
    wide.load_state_dict(narrow.state_dict())
    latents, labels = torch.randn(8, 64), torch.arange(8)
    assert torch.equal(wide(latents, labels), narrow(latents, labels))
    wide.load_state_dict(narrow.eval().state_dict())
    assert torch.equal(wide.eval()(latents, labels), narrow(latents * 1.5, labels))


def test_conditional_looks_up_its_class() -> None:
    torch.manual_seed(0)
    generator = conditional.Generator().train()
    with torch.no_grad():
        for layer in generator.modules():
            if isinstance(layer, nn.Embedding):
                layer.weight.normal_()
    latents = torch.randn(1, 64).repeat(10, 1)
    pixels = generator.eval()(latents, torch.arange(10))
    assert pixels.flatten(1).unique(dim=0).shape[0] == 10


def _weights(network: nn.Module) -> Tensor:
    return torch.cat([weight.detach().flatten().clone() for weight in network.parameters()])
