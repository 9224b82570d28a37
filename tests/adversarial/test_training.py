"""The harness trains any GAN that the registry finds, the README's example among them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from learning.power_cut import kill_in_step
from synthdigits import zoo as gans
from synthdigits.adversarial.training import TrainedGan, train_gan
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.learning.loop import TrainingRun


def trained(name: str, params: Params, digits: Digits, iterations: int = 4) -> TrainedGan:
    run = TrainingRun(f"gan {name}", "0123", seed=3, iterations=iterations, batch_size=8)
    section = params.gans.get(name, params.gans["dcgan_plain"])
    return train_gan(run, name, section, digits, digits[:0], picture_interval=2)


def readme_example(project: Path) -> tuple[str, str]:
    readme = (project / "README.md").read_text(encoding="utf-8")
    found = re.search(
        r"`src/synthdigits/models/gans/(\w+)\.py`.*?```python\n(.*?)```", readme, re.S
    )
    assert found is not None
    return found[1], found[2]


def test_the_readmes_eighth_gan_is_one_short_file_that_trains(
    project: Path,
    params: Params,
    digits: Digits,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name, code = readme_example(project)
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    (workspace / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(gans, "__path__", [*gans.__path__, str(workspace)])
    gan = trained(name, params, digits)
    assert gan.log.iterations == 4
    assert len(gan.paintings) == 3


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
    run = TrainingRun("gan still", "0123", seed=3, iterations=4, batch_size=8)
    section = params.gans["dcgan_transpose"]
    often, seldom = (
        train_gan(run, "dcgan_transpose", section, digits, digits[:0], picture_interval=interval)
        for interval in (1, 100)
    )
    for name, value in often.generator.state_dict().items():
        assert value.equal(seldom.generator.state_dict()[name]), name


def test_a_killed_training_ends_with_the_same_weights_and_paintings(
    params: Params, digits: Digits, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained("conditional", params, digits, iterations=5)
    run = TrainingRun("gan conditional", "0123", seed=3, iterations=5, batch_size=8)
    run.forget()

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
    facts = gan.facts(rows=47)
    assert facts["batch_size"] == 8
    assert facts["seconds_per_epoch"] == pytest.approx(gan.log.seconds / 4 * 5, abs=0.06)
