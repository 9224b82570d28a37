"""Where real digits come from, by the name that ``data.source`` gives."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from synthdigits.digits.splits import Labelled, Splits, numbered, part_off_test
from synthdigits.sources import idx, own, torchvision_sets
from synthdigits.sources.fetching import RemoteFile, fetch
from synthdigits.sources.found import CORRECTIONS
from synthdigits.sources.names import IDX_NAMES
from synthdigits.sources.part import Part, rows_of
from synthdigits.sources.soundness import Examined

MNIST_FILES = tuple(
    RemoteFile(f"{name}.gz", sha256, size)
    for name, (sha256, size) in zip(
        IDX_NAMES,
        (
            ("440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9_912_422),
            ("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28_881),
            ("8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877),
            ("f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542),
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Request:
    """What a source may need: mirrors in order, and a folder that keeps downloads between runs."""

    mirrors: Sequence[str]
    downloads: Path


def load(source: str, request: Request) -> Splits:
    """The digits of a source by name, or of one's own at a path."""
    if source in torchvision_sets.FETCHERS:
        return _examined(source, torchvision_sets.load(source, request.downloads))
    if source in SOURCES:
        return _examined(source, SOURCES[source](request))
    return own.load(Path(source))


def _examined(source: str, splits: Splits) -> Splits:
    """The splits with counts of what would ruin a study.

    A public set is what it is, and its figures are compared with those of others who took it as it
    is: what is found in it is told, not refused.
    """
    parts = (("training", splits.train), ("test", splits.test))
    examined = Examined([Part(name, d.images, d.labels, rows_of(name)) for name, d in parts])
    for finding in examined.findings:
        logging.warning("%s: %s; taken as it is", source, finding)
    return replace(splits, checks={**examined.counts, **dict.fromkeys(CORRECTIONS, 0)})


def mnist(request: Request) -> Splits:
    """MNIST (LeCun, Cortes, Burges): 60 000 training and 10 000 test digits."""
    arrays = []
    for file in MNIST_FILES:
        path = fetch(file, request.mirrors, request.downloads / "mnist")
        arrays.append(idx.decode(gzip.decompress(path.read_bytes())))
    return numbered(Labelled(*arrays[:2]), Labelled(*arrays[2:]))


def digits(_: Request) -> Splits:
    """scikit-learn's bundled digits (UCI, Alpaydin and Kaynak 1998), 1 797 in all, 8×8 pixels.

    Each is enlarged to 20×20 and centred on 28×28, as MNIST's digits are; a fifth of each class
    is the test part.
    """
    from sklearn.datasets import load_digits

    bundle = load_digits()
    images = np.round(bundle.images * (255 / 16)).astype(np.uint8)
    return part_off_test(Labelled(images, bundle.target))


SOURCES: Mapping[str, Callable[[Request], Splits]] = {"mnist": mnist, "digits": digits}
