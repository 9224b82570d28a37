"""Where and how networks compute: device, layout in memory, precision. Decided here alone."""

from __future__ import annotations

import os
from typing import TypeVar, get_args

import torch
from torch import Tensor, nn

from synthdigits.config.sections import Precision
from synthdigits.plumbing.errors import SynthdigitsError

N = TypeVar("N", bound=nn.Module)
BFLOAT16_UNITS = ("avx512_bf16", "amx_bf16")
"""Flags of processors that multiply in bfloat16."""


def find_device() -> torch.device:
    """CUDA, else Apple's GPU, else the CPU; the environment variable SYNTHDIGITS_DEVICE overrides.

    On an accelerator it also asks PyTorch for deterministic algorithms, so that equal seeds give
    equal bytes. On a CPU the project's layers have no others, and asking costs 3 s of imports.

    Raises:
        SynthdigitsError: the device that the variable names can't be used.
    """
    wanted = os.environ.get("SYNTHDIGITS_DEVICE", "")
    try:
        device = torch.device(wanted or _best_device())
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise SynthdigitsError(f"SYNTHDIGITS_DEVICE={wanted!r} can't be used: {error}") from None
    if device.type != "cpu":
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
        torch.backends.cudnn.benchmark = False
    return device


def _best_device() -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def find_precision() -> Precision:
    """What networks that bear bfloat16 compute in; SYNTHDIGITS_PRECISION overrides.

    bfloat16 where the processor or the GPU has a unit for it, else float32. The processor's flags
    decide and not a clock, so that one machine always gives the same bytes.

    Raises:
        SynthdigitsError: the variable names no precision.
    """
    wanted = os.environ.get("SYNTHDIGITS_PRECISION", "")
    match wanted:
        case "float32" | "bfloat16":
            return wanted
        case "":
            return "bfloat16" if _has_bfloat16(find_device()) else "float32"
    allowed = ", ".join(get_args(Precision))
    raise SynthdigitsError(f"SYNTHDIGITS_PRECISION={wanted!r}; allowed: {allowed}")


def _has_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    flags = torch.cpu.get_capabilities()
    return device.type == "cpu" and any(flags.get(unit, False) for unit in BFLOAT16_UNITS)


def computing_in(precision: Precision) -> torch.autocast:
    """In this block products and convolutions are of that precision; sums and weights stay float32.

    Weights are rounded anew at each use: the block may change them.
    """
    return torch.autocast(
        find_device().type,
        torch.bfloat16,
        enabled=precision == "bfloat16",
        cache_enabled=False,
    )


def placed(network: N) -> N:
    """The network on the device at hand, channels last: up to a third faster on a CPU."""
    return network.to(find_device()).to(memory_format=torch.channels_last)


def images_on(device: torch.device, pixels: Tensor) -> Tensor:
    """Pixels (N, 1, H, W) where a :func:`placed` network reads them fastest."""
    return pixels.to(device, memory_format=torch.channels_last)


def device_of(network: nn.Module) -> torch.device:
    return next(network.parameters()).device


def surroundings() -> dict[str, str | int]:
    """All that rounding of a training hangs on, its precision aside."""
    device = find_device()
    unit = torch.backends.cpu.get_cpu_capability()
    if device.type == "cuda":
        unit = torch.cuda.get_device_name(device)
    return {**facts(), "unit": unit, "torch": torch.__version__}


def facts() -> dict[str, str | int]:
    """Figures for metrics/: what speed and rounding of a training hang on, its precision aside."""
    return {"device": find_device().type, "threads": torch.get_num_threads()}
