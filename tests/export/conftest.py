"""A project of a handful of digits with untrained networks, and its sets exported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from export.shell import Shell, shell_of
from synthdigits.adversarial.generation import Painter, generate
from synthdigits.classifiers.networks import Cnn
from synthdigits.config import paths
from synthdigits.config.params import Params
from synthdigits.digits.digits import Digits
from synthdigits.digits.masking import mask_digits
from synthdigits.export import exporter
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.exporter import Exporter
from synthdigits.export.formats import parquet_shards, webdataset_tars
from synthdigits.export.formats.formats import FORMATS
from synthdigits.figures import write_json
from synthdigits.inpainting.repair import inpaint
from synthdigits.learning.weights import Header, save_weights
from synthdigits.randomness import numpy_generator
from synthdigits.zoo import gan_class, gan_params, inpainter_class, inpainter_params

TRAIN = 150
SEED = 1
GANS = ("conditional", "mlp_dropout")
ROWS = [[0, TRAIN - 1]]
SCORE = {"accuracy": 0.5, "low": 0.4, "high": 0.6, "images": 50, "per_digit": {"7": 0.5}}
ATTACK = {
    "auc": 0.512,
    "auc_low": 0.5,
    "auc_high": 0.524,
    "true_positives": 0.011,
    "true_positives_low": 0.01,
    "true_positives_high": 0.012,
    "members": 150,
    "held_out": 50,
}


def _save_models(params: Params, classifier: Cnn) -> None:
    save_weights(paths.classifier_weights("cnn"), classifier, Header("cnn", 10, {}, ROWS))
    for name in GANS:
        gan = gan_class(name)(gan_params(params, name), batch_size=8, classes=10)
        header = Header(name, 10, gan.generator_arguments, ROWS)
        save_weights(paths.gan_weights(name), gan.generator, header)
    own = inpainter_params(params, "unet_l1")
    unet = inpainter_class("unet_l1")(own, batch_size=8, guide=None)
    header = Header("unet_l1", 10, unet.network_arguments, ROWS)
    save_weights(paths.inpainter_weights("unet_l1"), unet.network, header)


def _save_metrics() -> None:
    arms = [("classifiers", "real"), ("classifiers", "masked_trained"), ("baselines", "masked")]
    own = ["inpainted.unet_l1", *(f"synthetic_only.{name}" for name in GANS)]
    arms += [(name, name) for name in own]
    keys = ("frechet_distance", "precision", "recall", "coverage", "recognisable")
    figures: dict[str, object] = dict.fromkeys(
        (*keys, "nearest_neighbour_ratio", "duplicates"), 0.25
    )
    figures["ruler"] = "5eb0" * 16
    classes = [str(label) for label in range(10)]
    write_json(paths.METRICS / "data.json", {"source": "mnist", "classes": classes})
    for group, arm in arms:
        write_json(paths.accuracy(group) / f"{arm}.json", SCORE)
    for name in ("real_floor", *GANS):
        write_json(paths.fidelity(name), figures)
    for name in ("unet_l1", *GANS):
        write_json(paths.membership(name), ATTACK)


@pytest.fixture(scope="session")
def small_project(
    project: Path, params: Params, digits: Digits, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A project's root with data, weights and metrics."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        shutil.copyfile(project / "tests/params.yaml", "params.yaml")
        torch.manual_seed(0)
        classifier = Cnn(10).eval()
        _save_models(params, classifier)
        _save_metrics()
        digits[:TRAIN].save(paths.RAW_TRAIN)
        digits[TRAIN:].save(paths.RAW_TEST)
        masked = mask_digits(digits, params.mask, numpy_generator(SEED, "mask"))
        repaired = inpaint(paths.inpainter_weights("unet_l1"), masked)
        for split, chosen in (("train", slice(0, TRAIN)), ("test", slice(TRAIN, None))):
            masked[chosen].save(Path(f"data/masked/{split}.npz"))
            repaired[chosen].save(paths.inpainted("unet_l1", split))
        for name in GANS:
            painter = Painter.load(paths.gan_weights(name))
            made = generate(painter, range(200), SEED, classifier)
            made[:TRAIN].save(paths.synthetic(name, "train"))
            made[TRAIN:].save(paths.synthetic(name, "test"))
    return folder


@pytest.fixture
def at_project(small_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's root as the working directory."""
    monkeypatch.chdir(small_project)
    return small_project


@pytest.fixture(scope="session")
def exported(small_project: Path, params: Params, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of exported sets, in every format and several shards.

    Untrained generators make grey noise, so the gate stands open.
    """
    folder = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(small_project)
        monkeypatch.setattr(exporter, "refusals", lambda *_: [])
        monkeypatch.setattr(parquet_shards, "ROWS_PER_SHARD", 64)
        monkeypatch.setattr(webdataset_tars, "ROWS_PER_TAR", 64)
        monkeypatch.setattr(parquet_shards, "ROWS_PER_GROUP", 50)
        exports = Exporter(params, list(FORMATS), allow_dirty=True)
        for name in ("masked", "inpainted-unet_l1", *(f"synthetic-{gan}" for gan in GANS)):
            assert isinstance(exports.export(name, folder / name), Manifest)
    return folder


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Shell:
    return shell_of(project, tmp_path_factory.mktemp("bin"))
