"""A killed training resumes and ends with the same bytes; a diverging one stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from synthdigits.classifiers.networks import Cnn
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.learning import loop
from synthdigits.learning.descent import descend
from synthdigits.learning.loop import TrainingLog, TrainingRun, train
from synthdigits.plumbing.checkpoint import fingerprint
from synthdigits.plumbing.errors import SynthdigitsError

RUN = TrainingRun("test", "0123", seed=0, iterations=8, batch_size=4)


class PowerCutError(Exception):
    pass


def training(cut_before: int = 99) -> tuple[nn.Module, Callable[[], TrainingLog]]:
    """A small network with dropout and BatchNorm, and a function that trains it."""
    torch.manual_seed(0)
    network = Cnn().to(memory_format=torch.channels_last).train()
    optimiser = network.optimiser(1e-3)

    def step(iteration: int) -> Mapping[str, Tensor]:
        if iteration == cut_before:
            raise PowerCutError
        loss = network(torch.rand(4, 1, 28, 28)).logsumexp(1).mean()
        descend(loss, optimiser)
        return {"loss": loss}

    run = lambda: train(RUN, {"network": network}, {"optimiser": optimiser}, ["loss"], step)  # noqa: E731
    return network, run


def test_a_killed_training_ends_with_the_same_bytes(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    whole, run_whole = training()
    expected = run_whole()
    RUN.forget()

    _, run_cut = training(cut_before=5)
    with pytest.raises(PowerCutError):
        run_cut()
    resumed, run_rest = training()
    with torch.no_grad():
        for weight in resumed.parameters():
            weight.zero_()  # what counts comes from the checkpoint
    log = run_rest()

    assert log.losses == expected.losses
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0)


def test_forgetting_a_run_leaves_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    training()[1]()
    assert list(workspace.rglob("state.safetensors"))
    RUN.forget()
    assert not list(workspace.rglob("state.safetensors"))


def test_a_loss_that_is_no_number_stops_the_training(workspace: Path) -> None:
    network = nn.Linear(1, 1)
    losses = iter([1.0, float("nan"), 1.0])
    with pytest.raises(SynthdigitsError, match=r"test: a loss is not finite at iteration 2"):
        train(RUN, {"n": network}, {}, ["loss"], lambda _: {"loss": torch.tensor(next(losses))})


def test_the_fingerprint_follows_settings_and_inputs(digits: Digits, tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    weights.write_bytes(b"1")
    first = fingerprint({"rate": 1}, digits, weights)
    assert first == fingerprint({"rate": 1}, digits, weights)
    assert first != fingerprint({"rate": 2}, digits, weights)
    assert first != fingerprint({"rate": 1}, digits[:100], weights)
    weights.write_bytes(b"2")
    assert first != fingerprint({"rate": 1}, digits, weights)


def test_facts_count_images_per_second() -> None:
    log = TrainingLog(["loss"], 10, [(1.0,), (0.5,)], seconds=4.0)
    assert log.facts() == {
        "iterations": 2,
        "train_seconds": 4.0,
        "images_per_second": 5.0,
    }
    assert log.last_losses == {"loss": 0.5}


def test_any_other_parameter_gives_a_run_another_fingerprint(
    params: Params, digits: Digits
) -> None:
    """A share of synthetic digits chosen under other trials must not be resumed."""
    trials = params.augmentation.model_copy(update={"synthetic_shares": [0.2]})
    changed = params.model_copy(update={"augmentation": trials})
    section = params.classifiers.cnn
    runs = [TrainingRun.of("x", each, section, digits) for each in (params, changed)]
    assert runs[0].fingerprint != runs[1].fingerprint
