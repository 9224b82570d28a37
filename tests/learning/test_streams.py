"""PyTorch's stream follows from (seed, purpose) and is given back."""

import torch

from synthdigits.learning.streams import stream


def test_equal_purposes_restart_the_same_stream() -> None:
    draws = []
    for purpose in ("step 1", "step 2", "step 1"):
        with stream(7, purpose):
            draws.append(torch.rand(3))
    assert torch.equal(draws[0], draws[2])
    assert not torch.equal(draws[0], draws[1])


def test_what_is_drawn_outside_does_not_hang_on_the_block() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    with stream(7, "step"):
        torch.rand(100)
    assert torch.equal(torch.rand(3), expected)
