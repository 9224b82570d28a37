"""The device is found or named."""

import pytest
import torch

from synthdigits.learning.device import find_device
from synthdigits.plumbing.errors import SynthdigitsError


def test_the_environment_names_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHDIGITS_DEVICE", "cpu")
    assert find_device() == torch.device("cpu")


@pytest.mark.parametrize("wrong", ["gpu", "cuda:99", "cpu0"])
def test_a_device_that_is_not_there_is_one_error(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNTHDIGITS_DEVICE", wrong)
    with pytest.raises(SynthdigitsError, match=f"SYNTHDIGITS_DEVICE='{wrong}' can't be used"):
        find_device()
