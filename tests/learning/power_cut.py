"""A training that is killed at a chosen step, its checkpoint being of the step before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from torch import Tensor

from synthdigits.adversarial.gan import GenerativeModel
from synthdigits.learning import loop
from synthdigits.zoo import gan_class


def kill_in_step(number: int, gan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The GAN's call ``number`` of ``step`` from now on raises KeyboardInterrupt; no other does."""
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    system = gan_class(gan)
    honest, calls = system.step, []

    def cut(self: GenerativeModel, *given: object) -> Mapping[str, Tensor]:
        calls.append(1)
        if len(calls) == number:
            raise KeyboardInterrupt
        losses: Mapping[str, Tensor] = honest(self, *given)
        return losses

    monkeypatch.setattr(system, "step", cut)
