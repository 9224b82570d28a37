"""Seconds of each layer with weights, forward and backward, on one thread.

`layers.py BATCHES`: a line of JSON for each layer of a system's networks and each precision.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from synthdigits.adversarial.gan import Gan
from synthdigits.config.params import load_params
from synthdigits.config.sections import Precision
from synthdigits.digits.masking import mask_digits
from synthdigits.learning.device import computing_in, images_on
from synthdigits.learning.run import TrainingRun
from timing import median_seconds
from torch_steps import PRECISIONS, built, some_digits

WITH_WEIGHTS = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)


def main() -> None:
    torch.set_num_threads(1)
    params, digits = load_params(), some_digits()
    masked = mask_digits(digits, params.mask, np.random.default_rng(0))
    for name, batch in json.loads(sys.argv[1]).items():
        run = TrainingRun("benchmark", "", params.seed, iterations=1, batch_size=batch)
        system, draw = built(params, name, run, digits, masked)
        for network, layer, seen in layers_of(system, draw(0, batch)):
            for precision in PRECISIONS:
                row = {"system": name, "network": network, "layer": described(layer, seen)}
                print(json.dumps(row | {"precision": precision} | cost(layer, seen, precision)))


def layers_of(system: Any, batch: Any) -> Iterator[tuple[str, nn.Module, Tensor]]:
    """Network, layer and what the layer is given, in order."""
    seen: list[tuple[nn.Module, Tensor]] = []
    if isinstance(system, Gan):
        images, painter, inputs = batch.pixels, "generator", [system.latents(len(batch.labels))]
    else:
        images, painter, inputs = batch.original, "network", [batch.masked, batch.hole]
    judged = [images_on(torch.device("cpu"), images)]
    for name, arguments in ((painter, inputs), ("discriminator", judged)):
        network = getattr(system, name)
        hooks = [
            layer.register_forward_pre_hook(lambda layer, given: seen.append((layer, given[0])))
            for layer in network.modules()
            if isinstance(layer, WITH_WEIGHTS)
        ]
        with torch.no_grad():
            network(*arguments)
        for hook in hooks:
            hook.remove()
        yield from ((name, layer, given) for layer, given in seen)
        seen.clear()


def described(layer: nn.Module, seen: Tensor) -> str:
    shape = "×".join(map(str, seen.shape[1:]))
    return f"{type(layer).__name__} {shape} → {'×'.join(map(str, layer(seen).shape[1:]))}"


def cost(layer: nn.Module, seen: Tensor, precision: Precision) -> dict[str, float]:
    given = seen.detach().clone().requires_grad_()
    with torch.no_grad():
        incoming = torch.randn_like(layer(given))

    def there_and_back() -> None:
        with computing_in(precision):
            painted = layer(given)
        layer.zero_grad()
        given.grad = None
        painted.backward(incoming.to(painted.dtype))

    with FlopCounterMode(display=False) as counter:
        there_and_back()
    return {"flops": counter.get_total_flops(), "seconds": median_seconds(there_and_back, 0.2)}


if __name__ == "__main__":
    main()
