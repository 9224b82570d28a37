"""The GANs, one file each. The file's name is the GAN's name in params.yaml.

This module imports no torch, so that params.yaml can be checked in a moment.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthdigits.models.gans._gan import Gan

GAN_NAMES = sorted(
    module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
)


def gan_class(name: str) -> type[Gan]:
    """The class ``System`` of the GAN's own module."""
    system: type[Gan] = importlib.import_module(f"{__name__}.{name}").System
    return system
