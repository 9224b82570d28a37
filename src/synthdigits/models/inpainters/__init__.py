"""The inpainters, one file each. The file's name is the inpainter's name in params.yaml."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthdigits.models.inpainters._inpainter import Inpainter


def inpainter_class(name: str) -> type[Inpainter]:
    """The class ``System`` of the inpainter's own module."""
    system: type[Inpainter] = importlib.import_module(f"{__name__}.{name}").System
    return system
