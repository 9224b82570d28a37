"""Seconds of a training step of the documents' systems in PyTorch, on one thread.

`torch_steps.py ours BATCHES` times this project's loop as the stages run it, `eager` the usual one:
layers and steps are the same, in PyTorch's own layout, fed by a DataLoader that transforms digit
after digit. BATCHES are sizes by system, as JSON; prints a line of JSON for each system and
precision.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torch.utils.flop_counter import FlopCounterMode
from torchvision import transforms

from synthdigits import zoo
from synthdigits.adversarial.gan import RealBatch
from synthdigits.adversarial.training import GanMaterial
from synthdigits.adversarial.training import drawing as drawing_of_gans
from synthdigits.config.params import Params, load_params
from synthdigits.config.sections import Precision
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import mask_digits
from synthdigits.inpainting.inpainter import HoledBatch
from synthdigits.inpainting.training import InpainterMaterial
from synthdigits.inpainting.training import drawing as drawing_of_inpainters
from synthdigits.learning import keras
from synthdigits.learning.loop import Training
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import parameter_count
from timing import median_seconds

PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16")
ROWS = 60_000
Draw = Callable[[int, int], Any]


def main() -> None:
    rig, batches = sys.argv[1], json.loads(sys.argv[2])
    torch.set_num_threads(1)
    params = load_params()
    digits = some_digits()
    masked = mask_digits(digits, params.mask, np.random.default_rng(0))
    for name, batch in batches.items():
        for precision in PRECISIONS:
            os.environ["SYNTHDIGITS_PRECISION"] = precision
            run = TrainingRun("benchmark", "", params.seed, iterations=10**9, batch_size=batch)
            system, draw = built(params, name, run, digits, masked)
            parameters = [parameter_count(network) for network in system.networks.values()]
            if rig == "ours":
                iterations = iter(Training(run, system, draw))
                step: Callable[[], object] = lambda: next(iterations)  # noqa: B023, E731
            else:
                step = eager_step(system, digits, masked, batch, precision)
            seconds = median_seconds(step)
            with FlopCounterMode(display=False) as counter:
                step()
            row = {"system": name, "precision": precision, "seconds": seconds}
            row |= {"parameters": parameters, "flops": counter.get_total_flops()}
            print(json.dumps(row), flush=True)
            run.discard_checkpoint()


def some_digits() -> Digits:
    """Noise, as many images as MNIST's training set has."""
    generator = np.random.default_rng(0)
    return Digits(
        images=generator.integers(256, size=(ROWS, 28, 28), dtype=np.uint8),
        labels=generator.integers(10, size=ROWS, dtype=np.uint8),
        rows=np.arange(ROWS),
    )


def built(
    params: Params, name: str, run: TrainingRun, digits: Digits, masked: MaskedDigits
) -> tuple[Any, Draw]:
    """A system and how this project feeds it."""
    with run.stream("weights"):
        if name in params.gans:
            section = zoo.gan_params(params, name)
            gan = zoo.gan_class(name)(section, run.batch_size, digits.classes)
            return gan, drawing_of_gans(run, gan, GanMaterial(digits, digits[:0]))
        section = zoo.inpainter_params(params, name)
        inpainter = zoo.inpainter_class(name)(section, run.batch_size, None)
        material = InpainterMaterial(digits, masked, params.mask, masked[:0])
        return inpainter, drawing_of_inpainters(inpainter, material)


def eager_step(
    system: Any, digits: Digits, masked: MaskedDigits, batch: int, precision: str
) -> Callable[[], object]:
    for network in system.networks.values():
        as_documented(network)
        network.train().to(memory_format=torch.contiguous_format)
    loader: DataLoader[Any] = DataLoader(
        Images(digits, masked, system.pixel_range.low), batch, shuffle=True, drop_last=True
    )
    batches = endless(loader)
    inpaints = not hasattr(system, "latents")

    def draw(count: int) -> RealBatch | HoledBatch:
        real, holed, labels = (part[:count] for part in next(batches))
        if inpaints:
            return HoledBatch(real, holed, torch.zeros_like(real), labels)
        return RealBatch(real, labels)

    def step() -> object:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            losses = system.step(draw, 0.0)
        return {name: loss.item() for name, loss in losses.items()}

    return step


def as_documented(network: nn.Module) -> None:
    """Put plain convolutions and enlargements where ours do the same by other algebra."""
    for name, layer in network.named_children():
        if isinstance(layer, keras.EnlargedConv2d | keras.OneChannelConv2d):
            convolution = keras.SameConv2d(
                layer.in_channels, layer.out_channels, layer.kernel_size[0]
            )
            convolution.weight, convolution.bias = layer.weight, layer.bias
            enlarged = isinstance(layer, keras.EnlargedConv2d)
            enlargement = nn.UpsamplingNearest2d(scale_factor=2) if enlarged else nn.Identity()
            setattr(network, name, nn.Sequential(enlargement, convolution))
        else:
            as_documented(layer)


def endless(loader: DataLoader[Any]) -> Iterator[list[Tensor]]:
    while True:
        yield from loader


class Images(Dataset[Any]):
    """Digits as torchvision's data sets give them: one by one, through transforms."""

    def __init__(self, digits: Digits, masked: MaskedDigits, low: float) -> None:
        self.digits, self.masked = digits, masked
        steps: list[Any] = [transforms.ToTensor()]
        if low < 0:
            steps.append(transforms.Normalize(0.5, 0.5))
        self.transform = transforms.Compose(steps)

    def __len__(self) -> int:
        return len(self.digits)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor, int]:
        whole = self.transform(self.digits.images[row])
        holed = self.transform(self.masked.images[row])
        return whole, holed, int(self.digits.labels[row])


if __name__ == "__main__":
    main()
