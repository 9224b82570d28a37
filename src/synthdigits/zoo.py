"""Names of the models, the modules behind them, and the checks that config/ alone can't make.

A file's name is the model's name. The models' rooms are imported by name alone, so that this module
stands below them and imports no torch.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any, Literal, get_args

from synthdigits.config.params import PARAMS_FILE, Params, checked
from synthdigits.config.paths import REPEATS
from synthdigits.config.sections import Schedule
from synthdigits.digits.masking import resized
from synthdigits.plumbing.errors import SynthdigitsError

Family = Literal["gans", "inpainters"]


def names_in(family: Family) -> list[str]:
    """Names of the models whose files lie in the family's room."""
    package = importlib.import_module(f"synthdigits.{family}")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def gan_class(name: str) -> Any:
    """The class ``System`` of the file ``gans/NAME.py``: a ``GenerativeModel``.

    Raises:
        SynthdigitsError: there is no such file.
    """
    return _system("gans", name)


def inpainter_class(name: str) -> Any:
    """The class ``System`` of the file ``inpainters/NAME.py``: an ``Inpainter``; likewise."""
    return _system("inpainters", name)


def gan_params(params: Params, name: str) -> Any:
    """The section of the GAN ``name`` at the schedule in force, as its class's ``params_class``.

    Raises:
        SynthdigitsError: it has a key or value that the model does not allow.
    """
    tree = params.gans[name].at(params.schedule)
    return checked(gan_class(name).params_class, tree, PARAMS_FILE, "gans", name)


def inpainter_params(params: Params, name: str) -> Any:
    """The section of the inpainter ``name``, likewise."""
    tree = params.inpainters[name].at(params.schedule)
    return checked(inpainter_class(name).params_class, tree, PARAMS_FILE, "inpainters", name)


def check(params: Params) -> None:
    """Check all that reading params.yaml leaves unchecked, before any work is done.

    Raises:
        SynthdigitsError: a model has no file, two have one name, a model's section is not what its
            file allows, or a hole would leave the image.
    """
    for size in params.evaluation.hole_sizes:
        try:
            resized(params.mask, size)
        except ValueError as error:
            raise SynthdigitsError(f"{PARAMS_FILE}: evaluation.hole_sizes: {error}") from None
    for schedule in get_args(Schedule):
        then = params.model_copy(update={"schedule": schedule})
        for name in params.gans:
            gan_params(then, name)
        for name in params.inpainters:
            inpainter_params(then, name)
    classifiers = {*type(params.classifiers).model_fields, *REPEATS}
    _refuse_twins("gans", params.gans, classifiers | set(params.inpainters))
    _refuse_twins("inpainters", params.inpainters, classifiers)


def _system(family: Family, name: str) -> Any:
    if name not in names_in(family):
        raise SynthdigitsError(
            f"{PARAMS_FILE}: {family}.{name}: there is no {family}/{name}.py; "
            f"allowed: {', '.join(names_in(family))}"
        )
    return importlib.import_module(f"synthdigits.{family}.{name}").System


def _refuse_twins(family: Family, names: Iterable[str], taken: set[str]) -> None:
    twins = sorted(taken & set(names))
    if twins:
        raise SynthdigitsError(
            f"{PARAMS_FILE}: {family}.{twins[0]}: another model has this name; "
            "their figures would share a file"
        )
