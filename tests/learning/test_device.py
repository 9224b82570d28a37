"""The device is found or named."""

import pytest
import torch

from synthdigits.learning.device import computing_in, find_device, find_precision
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


@pytest.mark.parametrize("unit", [True, False])
def test_the_processor_decides_the_precision(unit: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHDIGITS_DEVICE", "cpu")
    monkeypatch.delenv("SYNTHDIGITS_PRECISION", raising=False)
    flags = {"avx2": True, "avx512_bf16": unit}
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: flags)
    assert find_precision() == ("bfloat16" if unit else "float32")


@pytest.mark.parametrize("wanted", ["float32", "bfloat16"])
def test_the_environment_names_the_precision(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHDIGITS_PRECISION", wanted)
    assert find_precision() == wanted


def test_a_precision_that_is_none_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHDIGITS_PRECISION", "fp16")
    with pytest.raises(SynthdigitsError, match="'fp16'; allowed: float32, bfloat16"):
        find_precision()


def test_products_are_of_the_precision_and_see_weights_that_have_moved() -> None:
    layer, given = torch.nn.Linear(4, 4), torch.ones(1, 4)
    with computing_in("bfloat16"):
        before = layer(given)
        with torch.no_grad():
            layer.weight.add_(1)
        after = layer(given)
    assert before.dtype == torch.bfloat16
    assert torch.allclose(after - before, torch.full_like(before, 4), atol=0.1)
    with computing_in("float32"):
        assert layer(given).dtype == torch.float32
