"""Where and how networks compute: device, layout in memory, precision. Decided here alone."""

from __future__ import annotations

import os
from typing import TypeVar

import torch
from torch import Tensor, nn

from synthdigits.plumbing.errors import SynthdigitsError

N = TypeVar("N", bound=nn.Module)
PRECISION = "float32"


def find_device() -> torch.device:
    """CUDA, else the CPU; the environment variable SYNTHDIGITS_DEVICE overrides.

    On an accelerator it also asks PyTorch for deterministic algorithms, so that equal seeds give
    equal bytes. On a CPU the project's layers have no others, and asking costs 3 s of imports.

    Raises:
        SynthdigitsError: the device that the variable names can't be used.
    """
    wanted = os.environ.get("SYNTHDIGITS_DEVICE", "")
    try:
        device = torch.device(wanted or ("cuda" if torch.cuda.is_available() else "cpu"))
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise SynthdigitsError(f"SYNTHDIGITS_DEVICE={wanted!r} can't be used: {error}") from None
    if device.type != "cpu":
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
        torch.backends.cudnn.benchmark = False
    return device


def placed(network: N) -> N:
    """The network on the device at hand, channels last: up to a third faster on a CPU."""
    return network.to(find_device()).to(memory_format=torch.channels_last)


def images_on(device: torch.device, pixels: Tensor) -> Tensor:
    """Pixels (N, 1, H, W) where a :func:`placed` network reads them fastest."""
    return pixels.to(device, memory_format=torch.channels_last)


def use_one_thread() -> None:
    """From now on this process computes on one thread: its numbers hang on no number of cores."""
    torch.set_num_threads(1)


def device_of(network: nn.Module) -> torch.device:
    return next(network.parameters()).device


def facts() -> dict[str, str | int]:
    """Figures for metrics/: what speed and rounding of a training hang on."""
    return {
        "device": find_device().type,
        "precision": PRECISION,
        "threads": torch.get_num_threads(),
    }
