"""The interface demands neither a discriminator nor two rates: a variational model fits."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
import torch

from synthdigits import gans, zoo
from synthdigits.adversarial.generation import Painter, generate
from synthdigits.adversarial.training import GanMaterial, TrainedGan, results_of, train_gan
from synthdigits.classifiers.networks import CLASSIFIERS
from synthdigits.config.params import Params
from synthdigits.config.paths import TrainingFiles
from synthdigits.config.sections import UncheckedModelParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun
from synthdigits.plumbing.errors import SynthdigitsError

VAE = dedent('''
    """``vae``: a variational autoencoder (Kingma and Welling 2014), as small as it gets."""

    from torch import nn
    from torch.nn import functional

    from synthdigits.adversarial.gan import GenerativeModel
    from synthdigits.config.sections import ModelParams, Rate
    from synthdigits.learning.descent import adam, descend
    from synthdigits.learning.device import placed


    class Generator(nn.Sequential):
        """Latents (N, 8) to pixels (N, 1, 28, 28) in [-1, 1]."""

        def __init__(self):
            super().__init__(nn.Linear(8, 28 * 28), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)))


    class Params(ModelParams):
        learning_rate: Rate


    class System(GenerativeModel):
        params_class = Params
        latent_size = 8
        generator_class = Generator
        loss_names = ("reconstruction", "divergence")

        def __init__(self, params, batch_size, classes):
            super().__init__(params, batch_size, classes)
            self.generator = placed(Generator())
            self.encoder = placed(nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 16)))
            self.networks = {"generator": self.generator, "encoder": self.encoder}
            both = nn.ModuleList(self.networks.values())
            self.optimisers = {"optimiser": adam(both, params.learning_rate)}

        def step(self, draw, progress):
            pixels = draw(self.batch_size).pixels
            mean, log_variance = self.encoder(pixels).chunk(2, dim=1)
            latents = mean + (log_variance / 2).exp() * self.latents(self.batch_size)
            reconstruction = functional.mse_loss(self.generator(latents), pixels)
            divergence = (mean.square() + log_variance.exp() - 1 - log_variance).mean() / 2
            descend(reconstruction + 0.01 * divergence, self.optimisers["optimiser"])
            return {"reconstruction": reconstruction, "divergence": divergence}
''')
COUNTS = {"demo": 2, "cpu": 2, "published": 2}
SECTION = {
    "iterations": COUNTS,
    "batch_size": COUNTS,
    "picture_interval": COUNTS,
    "learning_rate": 0.01,
    "validation_fraction": 0.0,
}


@pytest.fixture
def with_vae(params: Params, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Params:
    """Parameters with a section ``vae``, whose file lies beside those of gans/."""
    folder = workspace / "more_gans"
    folder.mkdir()
    (folder / "vae.py").write_text(VAE, encoding="utf-8")
    monkeypatch.setattr(gans, "__path__", [*gans.__path__, str(folder)])
    section = UncheckedModelParams.model_validate(SECTION)
    return params.model_copy(update={"gans": {**params.gans, "vae": section}})


def trained(
    params: Params, material: GanMaterial, iterations: int
) -> tuple[TrainingRun, TrainedGan]:
    run = TrainingRun("gan vae", "0123", 3, iterations, batch_size=16, picture_interval=10)
    return run, train_gan(run, "vae", zoo.gan_params(params, "vae"), material)


def test_its_section_is_checked_by_its_own_class(with_vae: Params) -> None:
    zoo.check(with_vae)
    wrong = UncheckedModelParams.model_validate({**SECTION, "generator_learning_rate": 0.1})
    params = with_vae.model_copy(update={"gans": {"vae": wrong}})
    with pytest.raises(
        SynthdigitsError, match=r"generator_learning_rate: unknown key .* allowed: .*learning_rate"
    ):
        zoo.check(params)


def test_it_learns_and_leaves_what_every_training_leaves(
    with_vae: Params, digits: Digits, workspace: Path
) -> None:
    material = GanMaterial(digits, digits[:0])
    run, vae = trained(with_vae, material, 60)
    losses = [reconstruction for reconstruction, _ in vae.log.losses]
    assert np.mean(losses[-5:]) < 0.7 * losses[0]
    assert [painting.shape for painting in vae.paintings] == [(100, 28, 28)] * 7

    results = results_of(vae, "vae", material)
    assert results.figures["generator_parameters"] == 8 * 784 + 784
    assert results.figures["encoder_parameters"] == 784 * 16 + 16
    assert not [name for name in results.figures if "discriminator" in name]
    files = TrainingFiles(*(workspace / name for name in ("w.safetensors", "l.csv", "f.json")))
    keep(run, results, files)
    assert files.losses.read_text(encoding="utf-8").startswith(
        "iteration,reconstruction,divergence"
    )


def test_digits_that_are_held_back_choose_its_state(
    with_vae: Params, digits: Digits, workspace: Path
) -> None:
    _, vae = trained(with_vae, GanMaterial(digits[:160], digits[160:]), 20)
    assert vae.selection is not None
    assert int(vae.selection.best_iteration) in {1, 10, 20}


def test_its_weights_alone_make_labelled_digits(
    with_vae: Params, digits: Digits, workspace: Path
) -> None:
    material = GanMaterial(digits, digits[:0])
    run, vae = trained(with_vae, material, 5)
    files = TrainingFiles(*(workspace / name for name in ("w.safetensors", "l.csv", "f.json")))
    keep(run, results_of(vae, "vae", material), files)

    torch.manual_seed(0)
    labeller = CLASSIFIERS["cnn"](10).eval()
    made = generate(Painter.load(files.weights), range(30), 1, labeller)
    later = generate(Painter.load(files.weights), range(20, 30), 1, labeller)
    assert made.images.shape == (30, 28, 28)
    np.testing.assert_array_equal(made.images[20:], later.images)
    assert made.images.std() > 0
