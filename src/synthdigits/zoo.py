"""Names of the models, and the modules behind them: a file's name is the model's name.

This module imports no torch, so that params.yaml can be checked in a moment.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from synthdigits import gans

if TYPE_CHECKING:
    from synthdigits.adversarial.gan import Gan
    from synthdigits.inpainting.inpainter import Inpainter

GAN_NAMES = sorted(module.name for module in pkgutil.iter_modules(gans.__path__))


def gan_class(name: str) -> type[Gan]:
    """The class ``System`` of the GAN's own module."""
    system: type[Gan] = importlib.import_module(f"synthdigits.gans.{name}").System
    return system


def inpainter_class(name: str) -> type[Inpainter]:
    """The class ``System`` of the inpainter's own module."""
    system: type[Inpainter] = importlib.import_module(f"synthdigits.inpainters.{name}").System
    return system
