"""A network comes back from another mode as it went in."""

import torch
from torch import nn

from synthdigits.learning.modes import frozen, predicted


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3), nn.Dropout(0.5))


def test_a_prediction_uses_running_statistics_and_leaves_no_trace() -> None:
    trained = network().train()
    inputs = torch.randn(8, 3)
    before = {name: value.clone() for name, value in trained.state_dict().items()}
    found = predicted(trained, inputs)
    assert torch.equal(found, predicted(trained, inputs))
    assert torch.equal(found, network().eval()(inputs).detach())
    assert not found.requires_grad
    assert trained.training
    assert all(torch.equal(value, before[name]) for name, value in trained.state_dict().items())


def test_a_frozen_network_passes_gradients_on_and_keeps_none() -> None:
    judge, inputs = network(), torch.randn(8, 3, requires_grad=True)
    with frozen(judge):
        judge(inputs).sum().backward()
    assert inputs.grad is not None
    assert all(weight.grad is None and weight.requires_grad for weight in judge.parameters())
