"""The closest state is kept, and a collapse ends a training without losing it."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from learning.power_cut import kill_in_step
from synthdigits.adversarial import selection
from synthdigits.adversarial import validation as validation_of
from synthdigits.adversarial.selection import Selection
from synthdigits.adversarial.training import GanMaterial, TrainedGan, results_of, train_gan
from synthdigits.adversarial.validation import Validation
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.digits.warp import STILL
from synthdigits.learning.collapse import CollapseError
from synthdigits.learning.run import TrainingRun
from synthdigits.zoo import gan_class, gan_params


def all_there() -> Tensor:
    return torch.ones(3)


def considered(distances: list[float]) -> tuple[Selection, nn.Linear]:
    """A selection that saw a generator whose only weight is the number of the measurement."""
    generator = nn.Linear(1, 1, bias=False)
    chosen = Selection(generator, 9, classes=3)
    for iteration, distance in enumerate(distances, start=1):
        nn.init.constant_(generator.weight, iteration)
        assert chosen.consider(iteration, generator, distance, all_there()) == ""
    return chosen, generator


def test_the_closest_state_is_kept() -> None:
    chosen, generator = considered([5.0, 2.0, 3.0, 2.5])
    assert chosen.facts() == {"kept_iteration": 2, "validation_distance": 2.0}
    assert chosen.best.state_dict()["weight"].item() == 2.0 != generator.weight.item()


def test_the_curve_has_every_measurement() -> None:
    chosen, _ = considered([5.0, 2.0, 3.0])
    assert chosen.curve() == {"iteration": [1, 2, 3], "validation_distance": [5.0, 2.0, 3.0]}


def test_a_checkpoint_holds_all_of_it() -> None:
    chosen, generator = considered([5.0, 2.0, 3.0])
    other = Selection(generator, 9, classes=3)
    other.load_state_dict(chosen.state_dict())
    assert other.curve() == chosen.curve()
    assert other.facts() == chosen.facts()


def test_an_exploding_distance_is_a_collapse() -> None:
    chosen, generator = considered([5.0, 2.0])
    assert "rose to 21" in chosen.consider(3, generator, 21.0, all_there())


def test_a_class_that_vanishes_is_a_collapse() -> None:
    chosen, generator = considered([2.0])
    reason = chosen.consider(2, generator, 3.0, torch.tensor([1.0, 0.05, 1.0]))
    assert reason == "class 1 has vanished"


def test_a_class_that_was_never_there_is_none() -> None:
    generator = nn.Linear(1, 1)
    chosen = Selection(generator, 2, classes=3)
    chosen.consider(1, generator, 3.0, torch.tensor([1.0, 0.05, 1.0]))
    assert chosen.consider(2, generator, 4.0, torch.tensor([1.0, 0.02, 1.0])) == ""
    assert chosen.facts()["kept_iteration"] == 1


class Replay(nn.Module):
    """A generator that knows real digits by heart, and gives them under shifted labels."""

    def __init__(self, digits: Digits, shift: int) -> None:
        super().__init__()
        self.images = torch.from_numpy(digits.images).unsqueeze(1).float() / 127.5 - 1
        self.digits = digits
        self.shift = shift

    def forward(self, _latents: Tensor, labels: Tensor) -> Tensor:
        wanted = (labels.numpy() + self.shift) % 10
        places = [np.flatnonzero(self.digits.labels == label) for label in range(10)]
        chosen = [places[label][index % len(places[label])] for index, label in enumerate(wanted)]
        return self.images[chosen]


@pytest.fixture
def validation(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> Validation:
    """Of a classifier that leaves the bars where they lie: their place is their class."""
    still = validation_of.RECIPE.model_copy(update={"warp": STILL})
    monkeypatch.setattr(validation_of, "RECIPE", still)
    run = TrainingRun("gan x", "0123", seed=3, iterations=200, batch_size=8)
    gan = gan_class("conditional")(gan_params(params, "conditional"), 8, 10)
    return Validation.prepare(run, gan, digits, digits[100:])


def test_real_digits_under_their_own_labels_are_closest(
    validation: Validation, digits: Digits
) -> None:
    right, presence = validation.measure(Replay(digits, shift=0))
    wrong, absence = validation.measure(Replay(digits, shift=1))
    assert right < 0.1 * wrong
    assert presence.mean() > 0.9
    assert absence.mean() < 0.1


def trained(params: Params, digits: Digits) -> TrainedGan:
    run = TrainingRun("gan conditional", "0123", 3, iterations=5, batch_size=8, picture_interval=1)
    section = gan_params(params, "conditional")
    return train_gan(run, "conditional", section, material(digits))


def material(digits: Digits) -> GanMaterial:
    return GanMaterial(digits[:150], digits[150:])


def test_the_harness_measures_at_every_painting_and_returns_the_kept_state(
    params: Params, digits: Digits, workspace: Path
) -> None:
    gan = trained(params, digits)
    assert gan.selection is not None
    assert gan.selection.curve()["iteration"] == [1, 2, 3, 4, 5]
    assert gan.generator is gan.selection.best
    results = results_of(gan, "conditional", material(digits))
    assert results.figures["kept_iteration"] == gan.selection.facts()["kept_iteration"]
    assert results.header.training_rows == [[0, 199]]


@pytest.mark.fault(
    "a GAN that collapses after good states",
    "a loss that is no number at iteration 4",
    "a warning; the closest state to its validation digits is kept",
)
def test_a_diverging_training_ends_with_its_last_good_state(
    params: Params,
    digits: Digits,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    system = gan_class("conditional")
    honest, calls = system.step, []

    def diverging(self: object, draw: object, progress: float) -> dict[str, Tensor]:
        calls.append(1)
        losses = dict(honest(self, draw, progress))
        if len(calls) == 4:
            losses["generator_loss"] = torch.tensor(float("nan"))
        return losses

    monkeypatch.setattr(system, "step", diverging)
    with caplog.at_level(logging.WARNING):
        gan = trained(params, digits)
    assert gan.log.iterations == 3
    assert gan.selection is not None
    assert all(weight.isfinite().all() for weight in gan.generator.state_dict().values())
    assert "not finite at iteration 4" in caplog.text
    assert f"kept: the state of iteration {gan.selection.facts()['kept_iteration']}" in caplog.text


def test_without_a_good_state_the_collapse_is_an_error(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = torch.tensor(float("inf"))
    monkeypatch.setattr(
        gan_class("conditional"),
        "step",
        lambda *_: {"generator_loss": nothing, "discriminator_loss": nothing},
    )
    monkeypatch.setattr(selection.Selection, "consider", lambda *_: "")
    with pytest.raises(CollapseError, match="not finite at iteration 1"):
        trained(params, digits)


def test_a_killed_training_keeps_the_same_state(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained(params, digits)
    TrainingRun("gan conditional", "0123", 3, 5, 8).discard_checkpoint()
    kill_in_step(4, "conditional", monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        trained(params, digits)
    rest = trained(params, digits)
    assert whole.selection is not None
    assert rest.selection is not None
    assert rest.selection.curve() == whole.selection.curve()
    for name, value in whole.generator.state_dict().items():
        assert value.equal(rest.generator.state_dict()[name]), name
