"""The adversarial losses: pure maths on discriminator logits.

``real`` and ``fake`` are logits of any shape; each loss is a float32 scalar that its network
minimises.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def labelled_as(logits: Tensor, label: float) -> Tensor:
    """Binary cross-entropy of logits against one constant label (Goodfellow et al. 2014)."""
    logits = logits.float()
    return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def hinge_discriminator(real: Tensor, fake: Tensor) -> Tensor:
    """E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))] (Lim and Ye 2017; Miyato et al. 2018)."""
    return functional.relu(1 - real).mean() + functional.relu(1 + fake).mean()


def hinge_generator(fake: Tensor) -> Tensor:
    """-E[D(G(z))], the generator's side of the hinge loss."""
    return -fake.mean()
