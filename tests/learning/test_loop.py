"""A killed training resumes and ends with the same bytes; a diverging one stops."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from torch import Tensor

from plumbing.limits import no_file_above
from synthdigits.classifiers.networks import Cnn
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.learning import device, loop
from synthdigits.learning.collapse import CollapseError
from synthdigits.learning.descent import descend
from synthdigits.learning.device import placed
from synthdigits.learning.loop import Training, TrainingLog
from synthdigits.learning.run import TrainingRun, shape_of
from synthdigits.learning.trainee import Trainee
from synthdigits.plumbing.checkpoint import BEFORE, LAST
from synthdigits.plumbing.fingerprint import fingerprint
from synthdigits.plumbing.room import NoRoomError

RUN = TrainingRun("test", "0123", seed=0, iterations=8, batch_size=4)


class PowerCutError(Exception):
    pass


class Small(Trainee[Tensor]):
    """A small network with dropout and BatchNorm, whose training a power cut may end."""

    loss_names = ("loss",)

    def __init__(self, cut_before: int = 99) -> None:
        torch.manual_seed(0)
        self.network = placed(Cnn())
        self.optimiser = self.network.optimiser(1e-3)
        self.networks = {"network": self.network}
        self.optimisers = {"optimiser": self.optimiser}
        self.cut_before = cut_before

    def step(self, draw: Callable[[int], Tensor], progress: float) -> Mapping[str, Tensor]:
        if progress * RUN.iterations == self.cut_before:
            raise PowerCutError
        loss = self.network(draw(4)).logsumexp(1).mean()
        descend(loss, self.optimiser)
        return {"loss": loss}


def draw_noise(_: int, count: int) -> Tensor:
    return torch.rand(count, 1, 28, 28)


def train(trainee: Small) -> TrainingLog:
    training = Training(RUN, trainee, draw_noise)
    assert all(0 < finished <= RUN.iterations for finished in training)
    return training.log


@pytest.mark.fault(
    "kill -9 of a training",
    "a step that raises, the checkpoint being of the step before",
    "the next run goes on from the checkpoint and ends with the same bytes",
)
def test_a_killed_training_ends_with_the_same_bytes(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    whole = Small()
    expected = train(whole)
    RUN.discard_checkpoint()

    with pytest.raises(PowerCutError):
        train(Small(cut_before=5))
    resumed = Small()
    with torch.no_grad():
        for weight in resumed.network.parameters():
            weight.zero_()  # what counts comes from the checkpoint
    log = train(resumed)

    assert log.losses == expected.losses
    for name, value in whole.network.state_dict().items():
        torch.testing.assert_close(resumed.network.state_dict()[name], value, rtol=0, atol=0)


def damaged(*names: str) -> None:
    """Flip a bit of the weights in these checkpoints."""
    for name in names:
        (path,) = Path(".ckpt/test").glob(f"*/{name}")
        content = bytearray(path.read_bytes())
        content[-1000] ^= 1
        path.write_bytes(content)


@pytest.mark.fault(
    "kill -9 of a training, and damage to its last checkpoint, or to its last two",
    "a step that raises, then a bit that is flipped in one file or both",
    "one line each; the training goes on from the one before, or begins again: same bytes",
)
@pytest.mark.parametrize(
    ("names", "resumed_at", "lines"),
    [((), 5, 0), ((LAST,), 4, 1), ((LAST, BEFORE), 0, 3), ((BEFORE,), 5, 0)],
)
def test_a_damaged_checkpoint_is_passed_over(
    names: tuple[str, ...],
    resumed_at: int,
    lines: int,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = Small()
    expected = train(whole)
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    with pytest.raises(PowerCutError):
        train(Small(cut_before=5))
    damaged(*names)
    resumed = Small()
    training = Training(RUN, resumed, draw_noise)
    finished = list(training)
    assert finished == list(range(resumed_at + 1, 9))
    assert len(caplog.messages) == lines
    assert training.log.losses == expected.losses
    for name, value in whole.network.state_dict().items():
        assert torch.equal(resumed.network.state_dict()[name], value), name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.fault(
    "the disk is full while a training runs",
    "a limit on the size of files",
    "one line with path and room needed; with room the same command goes on: same bytes",
)
def test_a_training_goes_on_once_there_is_room(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = train(Small())
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    with pytest.raises(PowerCutError):
        train(Small(cut_before=3))
    with no_file_above(10_000), pytest.raises(NoRoomError, match=r"state\.safetensors: no room"):
        train(Small())
    training = Training(RUN, Small(), draw_noise)
    assert next(iter(training)) == 4
    assert train(Small()).losses == expected.losses


def test_a_training_leaves_pytorchs_own_stream_as_it_was(workspace: Path) -> None:
    trainee = Small()
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    train(trainee)
    assert torch.equal(torch.rand(3), expected)


def test_discarding_a_checkpoint_leaves_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    train(Small())
    assert list(workspace.rglob("state.safetensors"))
    RUN.discard_checkpoint()
    assert not list(workspace.rglob("state.safetensors"))


def test_a_loss_that_is_no_number_stops_the_training(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([1.0, float("nan"), 1.0])
    monkeypatch.setattr(Small, "step", lambda *_: {"loss": torch.tensor(next(losses))})
    with pytest.raises(CollapseError, match=r"test: a loss is not finite at iteration 2"):
        train(Small())


def test_the_fingerprint_follows_settings_and_inputs(
    params: Params, digits: Digits, tmp_path: Path
) -> None:
    weights = tmp_path / "weights"
    weights.write_bytes(b"1")
    section = params.mask
    first = shape_of(1, section, digits, weights)
    assert first == shape_of(1, section, digits, weights)
    assert first != shape_of(2, section, digits, weights)
    assert first != shape_of(1, section.model_copy(update={"fill": 9}), digits, weights)
    assert first != shape_of(1, section, digits[:100], weights)
    weights.write_bytes(b"2")
    assert first != shape_of(1, section, digits, weights)


def test_the_fingerprint_follows_code_that_shapes_bytes_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shape_of(1)
    for room, same in (("plumbing", True), ("learning", False)):
        module = types.ModuleType(f"synthdigits.{room}.planted")
        file = tmp_path / room / "planted.py"
        file.parent.mkdir()
        file.write_text("RATE = 1\n", encoding="utf-8")
        module.__file__ = str(file)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        assert (shape_of(1) == first) is same, room


def test_what_a_section_says_of_other_schedules_is_no_ones_business(params: Params) -> None:
    section = params.classifiers.cnn
    longer = section.iterations.model_copy(update={"published": 99_999})
    other = section.model_copy(update={"iterations": longer})
    assert shape_of(section, schedule="cpu") == shape_of(other, schedule="cpu")
    assert shape_of(section, schedule="published") != shape_of(other, schedule="published")
    assert shape_of(params.study, schedule="cpu") != shape_of(params.study, schedule="demo")


@pytest.mark.parametrize("changed", ["device", "threads", "unit", "torch"])
def test_the_fingerprint_follows_what_computes(
    changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, surroundings = shape_of(1), device.surroundings()
    monkeypatch.setattr(device, "surroundings", lambda: {**surroundings, changed: "other"})
    assert shape_of(1) != first


def test_arrays_of_other_shapes_are_other_arrays(digits: Digits) -> None:
    flat = fingerprint([], [digits.images.reshape(-1)], [])
    assert flat != fingerprint([], [digits.images], [])


def test_the_stages_script_shapes_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", script)
    first = shape_of(1)
    script.__file__ = str(tmp_path / "train.py")
    Path(script.__file__).write_text("RATE = 1\n", encoding="utf-8")
    assert shape_of(1) != first


def test_facts_count_images_per_second() -> None:
    facts = TrainingLog(["loss"], 10, "float32", [(1.0,), (0.5,)], seconds=4.0).facts()
    assert facts["iterations"] == 2
    assert facts["train_seconds"] == 4.0
    assert facts["images_per_second"] == 5.0
    assert facts["last_losses"] == {"loss": 0.5}
    assert facts["device"] == "cpu"


def test_another_recipe_or_input_gives_a_run_another_fingerprint(
    params: Params, digits: Digits
) -> None:
    """A share of synthetic digits chosen under other trials must not be resumed."""
    mixing = params.augmentation
    section = params.classifiers.cnn
    first = TrainingRun.of("x", params, section, mixing, digits)
    trials = mixing.model_copy(update={"synthetic_shares": [0.2]})
    faster = section.model_copy(update={"learning_rate": 0.01})
    assert first == TrainingRun.of("x", params, section, mixing, digits)
    assert first != TrainingRun.of("x", params, section, trials, digits)
    assert first != TrainingRun.of("x", params, faster, mixing, digits)
