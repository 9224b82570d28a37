"""Where a network is trained and used."""

from __future__ import annotations

import os

import torch

from synthdigits.plumbing.errors import SynthdigitsError


def find_device() -> torch.device:
    """CUDA, else the CPU; the environment variable SYNTHDIGITS_DEVICE overrides.

    On an accelerator it also asks PyTorch for deterministic algorithms, so that equal seeds give
    equal bytes. On a CPU the project's layers have no others, and asking costs 3 s of imports.
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
