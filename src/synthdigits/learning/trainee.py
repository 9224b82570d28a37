"""What the engine asks of everything that is trained: GAN, inpainter or classifier."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from torch import Tensor, nn
from torch.optim import Optimizer

Batch = TypeVar("Batch")


class Trainee(ABC, Generic[Batch]):
    """Networks, their optimisers, and one training step.

    Attributes:
        networks: by name; a checkpoint holds all of them.
        optimisers: by name, likewise.
        loss_names: the losses that :meth:`step` returns.
        bears_bfloat16: whether it may be trained in bfloat16 where the machine has a unit for it:
            docs/ablations.md has how it compares with float32.
    """

    bears_bfloat16: ClassVar[bool] = False

    networks: Mapping[str, nn.Module]
    optimisers: Mapping[str, Optimizer]
    loss_names: Sequence[str]

    @abstractmethod
    def step(self, draw: Callable[[int], Batch], progress: float) -> Mapping[str, Tensor]:
        """Train once and return the losses.

        Args:
            draw: ``draw(n)`` gives ``n`` real digits of this iteration, as the trainee sees them.
            progress: share of the training that lies behind, from 0 to 1.
        """
