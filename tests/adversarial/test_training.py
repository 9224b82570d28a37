"""The harness trains any GAN, and ends with the same bytes where it is killed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from learning.power_cut import kill_in_step
from synthdigits.adversarial.training import GanMaterial, TrainedGan, results_of, train_gan
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.learning import loop
from synthdigits.learning.run import TrainingRun
from synthdigits.zoo import gan_params


def trained(
    name: str, params: Params, digits: Digits, iterations: int = 4, interval: int = 2
) -> TrainedGan:
    run = TrainingRun(f"gan {name}", "0123", 3, iterations, batch_size=8, picture_interval=interval)
    return train_gan(run, name, gan_params(params, name), GanMaterial(digits, digits[:0]))


def test_paintings_come_from_the_same_latents(
    params: Params, digits: Digits, workspace: Path
) -> None:
    gan = trained("mlp_batchnorm", params, digits)
    assert [painting.shape for painting in gan.paintings] == [(25, 28, 28)] * 3
    first, _, last = (painting.astype(int) for painting in gan.paintings)
    between_digits = np.abs(last[0] - last[1]).mean()
    assert 0 < np.abs(first - last).mean() < between_digits


def test_painting_does_not_change_what_is_learned(
    params: Params, digits: Digits, workspace: Path
) -> None:
    often, seldom = (
        trained("dcgan_transpose", params, digits, interval=interval) for interval in (1, 100)
    )
    for name, value in often.generator.state_dict().items():
        assert value.equal(seldom.generator.state_dict()[name]), name


def test_a_killed_training_ends_with_the_same_weights_and_paintings(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained("conditional", params, digits, iterations=5)
    TrainingRun("gan conditional", "0123", 3, 5, 8).discard_checkpoint()

    kill_in_step(4, "conditional", monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        trained("conditional", params, digits, iterations=5)
    rest = trained("conditional", params, digits, iterations=5)

    for name, value in whole.generator.state_dict().items():
        assert value.equal(rest.generator.state_dict()[name]), name
    assert len(rest.paintings) == len(whole.paintings)
    for one, other in zip(whole.paintings, rest.paintings, strict=True):
        np.testing.assert_array_equal(one, other)


def test_facts_count_an_epoch_in_whole_batches(
    params: Params, digits: Digits, workspace: Path
) -> None:
    gan = trained("mlp_dropout", params, digits)
    results = results_of(gan, "mlp_dropout", GanMaterial(digits[:47], digits[:0]))
    assert results.figures["seconds_per_epoch"] == pytest.approx(gan.log.seconds / 4 * 5, abs=0.06)
    assert results.header.training_rows == [[0, 46]]


@pytest.mark.fault(
    "another precision after a kill",
    "SYNTHDIGITS_PRECISION changed between two runs",
    "the checkpoint of the other precision is not resumed",
)
def test_a_state_of_another_precision_is_not_resumed(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    logs = {}
    for precision in ("float32", "bfloat16", "float32"):
        monkeypatch.setenv("SYNTHDIGITS_PRECISION", precision)
        logs[precision] = trained("mlp_dropout", params, digits).log
    states = Path(".ckpt/gan mlp_dropout").glob("*/state.safetensors")
    assert {state.parent.name for state in states} == {"0123-bfloat16", "0123-float32"}
    assert logs["float32"].facts()["precision"] == "float32"
    assert logs["bfloat16"].losses != logs["float32"].losses


def test_a_model_that_bears_no_bfloat16_never_sees_it(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNTHDIGITS_PRECISION", "bfloat16")
    assert trained("conditional", params, digits).log.precision == "float32"
