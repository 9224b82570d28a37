"""How a ruler is made: once for each set of real digits and parameters."""

from __future__ import annotations

import shutil
from pathlib import Path

from synthdigits.classification.training import ClassifierTrainee, Material, drawing
from synthdigits.classifiers.reading import accuracy, features_of
from synthdigits.config.sections import RulerParams
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.learning.device import device_of, placed
from synthdigits.learning.loop import Training
from synthdigits.learning.run import TrainingRun, shape_of
from synthdigits.learning.weights import ranges_of
from synthdigits.plumbing.files import replacing
from synthdigits.ruler.moments import Moments
from synthdigits.ruler.network import RulerNetwork
from synthdigits.ruler.ruler import SHIPPED, Header, name_of, read_header, save_ruler


def provide_ruler(path: Path, train: Digits, test: Digits, params: RulerParams) -> None:
    """Put the ruler of these digits at ``path``: the shipped one where it is theirs, or a new one.

    A ruler that already lies there and is theirs stays, so that no figure moves.
    """
    name = name_of(train, test, params)
    if path.exists() and read_header(path).name == name:
        return
    if read_header(SHIPPED).name == name:
        with replacing(path) as partial:
            shutil.copyfile(SHIPPED, partial)
        return
    make_ruler(path, train, test, params)


def make_ruler(path: Path, train: Digits, test: Digits, params: RulerParams) -> None:
    """Train a ruler on training digits alone and write it, with the moments of both parts."""
    seen, held_back = split_off_last(train, params.validation_fraction)
    run = _run(seen, params)
    network = _trained(run, seen, params)
    header = Header(
        name_of(train, test, params),
        network.classes,
        ranges_of(seen.rows),
        accuracy(network, held_back),
    )
    moments = [Moments.of(features_of(network, digits.images)) for digits in (train, test)]
    save_ruler(path, header, network, *moments)
    run.discard_checkpoint()


def _run(digits: Digits, params: RulerParams) -> TrainingRun:
    batch_size = min(params.batch_size, len(digits))
    return TrainingRun(
        "ruler",
        shape_of(params, digits),
        params.seed,
        params.epochs * (len(digits) // batch_size),
        batch_size,
    )


def _trained(run: TrainingRun, digits: Digits, params: RulerParams) -> RulerNetwork:
    with run.stream("weights"):
        network = RulerNetwork(digits.classes)
    trainee = ClassifierTrainee(placed(network), params.learning_rate, run.batch_size)
    material = Material(digits, digits.classes)
    for _ in Training(run, trainee, drawing(run, params.warp, material, device_of(network))):
        pass
    return network.eval()
