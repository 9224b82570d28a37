"""``synthdigits.load``: shipped weights by name, one's own by path."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, overload

from synthdigits.adversarial.generation import Painter
from synthdigits.classifiers.networks import CLASSIFIERS
from synthdigits.inpainting.repair import Repairer
from synthdigits.interface.models import Classifier, Generator, Inpainter
from synthdigits.learning.header import read_header
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.pretrained import shipped
from synthdigits.zoo import names_in


@overload
def load(weights: Literal["conditional"]) -> Generator: ...
@overload
def load(weights: Literal["unet"]) -> Inpainter: ...
@overload
def load(weights: Literal["cnn"]) -> Classifier: ...
@overload
def load(weights: str | Path) -> Generator | Inpainter | Classifier: ...
def load(weights: str | Path) -> Generator | Inpainter | Classifier:
    """A network, ready to use: what the weights are says what it can do.

    ``conditional`` gives a :class:`Generator` with ``sample`` and ``interpolate``, ``unet`` an
    :class:`Inpainter` with ``inpaint``, ``cnn`` a :class:`Classifier` with ``read``: all three come
    with the package. Any file of weights of this project gives one of the three likewise.

    Args:
        weights: one of these names, or a path.

    Raises:
        SynthdigitsError: it is neither, or the file is missing or damaged.
    """
    file = _file(weights)
    name = read_header(file)[0].name
    if name in CLASSIFIERS:
        return Classifier.load(file)
    if name in names_in("inpainters"):
        return Inpainter(file, Repairer.load(file))
    return Generator(file, Painter.load(file))


def _file(weights: str | Path) -> Path:
    if weights in shipped.NAMES:
        return shipped.path(str(weights))
    file = Path(weights)
    if not file.is_file():
        raise SynthdigitsError(
            f"{weights}: no such file, and no weights that are shipped: {', '.join(shipped.NAMES)}"
        )
    return file
