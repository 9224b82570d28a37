"""The inpainters: document 000's parameters and step order, and a repair that stays in the hole."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from synthdigits.classifiers.networks import SeedCnn
from synthdigits.config.params import Params
from synthdigits.inpainters import inpaint_dcgan, unet
from synthdigits.inpainting import unet_blocks
from synthdigits.inpainting.inpainter import HoledBatch, Inpainter
from synthdigits.learning.losses import labelled_as
from synthdigits.learning.weights import parameter_count
from synthdigits.zoo import inpainter_class, inpainter_params, names_in

NAMES = names_in("inpainters")


@pytest.fixture(scope="module")
def guide() -> SeedCnn:
    return SeedCnn(10).eval().requires_grad_(False)


def built(name: str, params: Params, guide: SeedCnn) -> Inpainter:
    torch.manual_seed(0)
    system = inpainter_class(name)
    inpainter: Inpainter = system(
        inpainter_params(params, name), 4, guide if system.guide else None
    )
    return inpainter


def holed(count: int) -> HoledBatch:
    original = torch.rand(count, 1, 28, 28) * 2 - 1
    hole = torch.zeros(count, 1, 28, 28)
    hole[:, :, 10:18, 9:17] = 1
    labels = torch.arange(count) % 10
    return HoledBatch(original, original.masked_fill(hole.bool(), -1), hole, labels)


def test_inpaint_dcgan_has_the_parameters_of_document_000() -> None:
    assert parameter_count(inpaint_dcgan.Network()) == 315_521
    assert parameter_count(inpaint_dcgan.Discriminator()) == 382_209


@pytest.mark.parametrize("name", NAMES)
def test_a_repair_has_the_shape_and_range_of_a_digit(
    name: str, params: Params, guide: SeedCnn
) -> None:
    batch = holed(4)
    repaired = built(name, params, guide).network.eval()(batch.masked, batch.hole)
    assert repaired.shape == batch.original.shape
    assert float(repaired.detach().abs().max()) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_one_step_moves_the_network_and_reports_its_losses(
    name: str, params: Params, guide: SeedCnn
) -> None:
    inpainter = built(name, params, guide)
    before = _weights(inpainter.network)
    losses = inpainter.step(holed, 0.5)
    assert list(losses) == list(inpainter.loss_names)
    assert not torch.equal(_weights(inpainter.network), before)


def test_unet_leaves_what_is_outside_the_hole() -> None:
    batch = holed(4)
    repaired = unet_blocks.Network(8).eval()(batch.masked, batch.hole)
    outside = ~batch.hole.bool()
    assert torch.equal(repaired[outside], batch.original[outside])
    assert not torch.equal(repaired, batch.masked)


def test_unet_repairs_with_the_mean_of_what_it_paints_on_moved_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network, batch = unet_blocks.Network(8).eval(), holed(4)
    mean = network(batch.masked, batch.hole)
    monkeypatch.setattr(unet_blocks, "MOVES", [(0, 0)])
    views = [
        network(batch.masked.roll(move, (2, 3)), batch.hole.roll(move, (2, 3))).roll(back, (2, 3))
        for move in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
        for back in [(-move[0], -move[1])]
    ]
    assert torch.allclose(mean, torch.stack(views).mean(dim=0), atol=1e-6)
    assert not torch.allclose(mean, views[0], atol=1e-3)


def test_the_guide_steers_unet_and_leaves_unet_l1_alone(params: Params, guide: SeedCnn) -> None:
    """From one start, on one batch: with the guide's weights at 0 both take the same step."""
    unguided = {"feature_weight": 0.0, "label_weight": 0.0}
    silent = inpainter_params(params, "unet").model_copy(update=unguided)
    torch.manual_seed(0)
    silenced = unet.System(silent, 4, guide)
    moved = []
    for system in (
        built("unet", params, guide),
        silenced,
        built("unet_l1", params, guide),
    ):
        torch.manual_seed(1)
        system.step(holed, 0.5)
        moved.append(_weights(system.network))
    guided, with_a_silent_guide, alone = moved
    assert torch.equal(with_a_silent_guide, alone)
    assert not torch.equal(guided, alone)


def test_document_000_labels_originals_0_9_repairs_0_and_then_repairs_1(
    params: Params, guide: SeedCnn, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels, sizes = [], []

    def recording(logits: Tensor, label: float) -> Tensor:
        labels.append(label)
        return labelled_as(logits, label)

    monkeypatch.setattr(f"{inpaint_dcgan.__name__}.labelled_as", recording)
    inpainter = built("inpaint_dcgan", params, guide)
    discriminator = inpainter.networks["discriminator"]
    discriminator.register_forward_hook(lambda _m, given, _out: sizes.append(len(given[0])))
    modes: list[bool] = []
    inpainter.network.train().register_forward_pre_hook(
        lambda network, _given: modes.append(network.training)
    )
    drawn: list[int] = []

    def draw(count: int) -> HoledBatch:
        drawn.append(count)
        return holed(count)

    inpainter.step(draw, 0.0)

    assert modes == [True, True]  # the batch's own statistics in both steps
    assert labels == [0.9, 0, 1]
    assert drawn == [4, 4, 4]  # originals, masked images of their own, and new masked images
    assert sizes == [8, 4]  # one batch of both for the discriminator, then the generator's


def test_the_generator_step_of_document_000_does_not_move_the_discriminator(
    params: Params, guide: SeedCnn
) -> None:
    moved = []
    for rate in (0.0, 0.01):
        inpainter = built("inpaint_dcgan", params, guide)
        for group in inpainter.optimisers["network_optimiser"].param_groups:
            group["lr"] = rate
        torch.manual_seed(1)
        inpainter.step(holed, 0.0)
        moved.append(_weights(inpainter.networks["discriminator"]))
    assert torch.equal(*moved)


def _weights(network: nn.Module) -> Tensor:
    return torch.cat([weight.detach().flatten().clone() for weight in network.parameters()])
