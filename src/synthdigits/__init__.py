"""Handwritten digits made by machines, and the measure of what they are worth.

``synthdigits.load("conditional").sample(digit=7, count=100, seed=3)`` gives a hundred sevens:
:func:`synthdigits.interface.loading.load` says what else there is.
"""

from typing import TYPE_CHECKING

__all__ = ["load"]

if TYPE_CHECKING:
    from synthdigits.interface.loading import load
else:

    def __getattr__(name: str) -> object:
        """``load`` is imported when it is asked for: it brings PyTorch, which takes seconds."""
        if name == "load":
            from synthdigits.interface.loading import load

            return load
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
