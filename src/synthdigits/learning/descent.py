"""Adam, and one step down a loss."""

from torch import Tensor, nn
from torch.optim import Adam, Optimizer


def adam(
    network: nn.Module,
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Adam:
    """Adam (Kingma and Ba 2015) with PyTorch's constants, unless others are given."""
    return Adam(network.parameters(), learning_rate, (beta1, beta2), epsilon, fused=True)


def descend(loss: Tensor, optimiser: Optimizer) -> None:
    """Move the optimiser's weights once along the loss's own gradient."""
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
