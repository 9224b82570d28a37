"""One step down a loss."""

from torch import Tensor
from torch.optim import Optimizer


def descend(loss: Tensor, optimiser: Optimizer) -> None:
    """Move the optimiser's weights once along the loss's own gradient."""
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
