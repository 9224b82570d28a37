"""What surrounds the training steps, on one thread: the machine's rate, feeding, sampling, export.

`pieces.py BATCHES` prints a line of JSON for each piece: its seconds, and the operations or images
that these were spent on. BATCHES are sizes by system, as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from synthdigits.adversarial.generation import Painter
from synthdigits.config.params import load_params
from synthdigits.config.sections import Precision
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.digits.masking import mask_digits
from synthdigits.export.formats.formats import FORMATS
from synthdigits.export.formats.target import Target
from synthdigits.learning.device import computing_in
from synthdigits.learning.run import TrainingRun
from synthdigits.zoo import gan_class
from timing import median_seconds
from torch_steps import PRECISIONS, Draw, Images, built, endless, some_digits

SIDE_OF_PRODUCTS = 2048
"""Of the square matrices whose product tells the machine's rate."""
SAMPLES, EXPORTED = 1000, 10_000
Piece = tuple[str, float, Callable[[], object]]
"""Name, how many operations or images, and the work."""


def main() -> None:
    torch.set_num_threads(1)
    batches = json.loads(sys.argv[1])
    pieces = (*map(product, PRECISIONS), *feeding_and_sampling(batches), *exports())
    for name, amount, work in pieces:
        row = {"piece": name, "amount": amount, "seconds": median_seconds(work)}
        print(json.dumps(row), flush=True)


def product(precision: Precision) -> Piece:
    one, two = torch.randn(2, SIDE_OF_PRODUCTS, SIDE_OF_PRODUCTS)

    def work() -> object:
        with computing_in(precision):
            return one @ two

    return f"product, {precision}", 2.0 * SIDE_OF_PRODUCTS**3, work


def feeding_and_sampling(batches: Mapping[str, int]) -> Iterator[Piece]:
    params, digits = load_params(), some_digits()
    masked = mask_digits(digits, params.mask, np.random.default_rng(0))
    for name, batch in batches.items():
        run = TrainingRun("benchmark", "", params.seed, iterations=10**9, batch_size=batch)
        system, draw = built(params, name, run, digits, masked)
        yield f"feeding, {name}", batch, feeding(draw, batch)
        if name in params.gans:
            painter = Painter(gan_class(name), system.generator.eval(), digits.classes)
            yield f"sampling, {name}", SAMPLES, partial(painter.paint, range(SAMPLES), 0)
    loader = endless(DataLoader(Images(digits, masked, -1.0), batch, shuffle=True, drop_last=True))
    yield "feeding, DataLoader", batch, lambda: next(loader)


def feeding(draw: Draw, batch: int) -> Callable[[], object]:
    iterations = count()
    return lambda: draw(next(iterations), batch)


def exports() -> Iterator[Piece]:
    digits = some_digits()[:EXPORTED]
    confidence = np.ones(EXPORTED, np.float32)
    whole = SyntheticDigits(digits.images, digits.labels, digits.rows, confidence)
    parts = {"train": whole, "test": whole[:0]}
    for name, form in FORMATS.items():

        def work(write: Callable[..., None] = form.write) -> None:
            with tempfile.TemporaryDirectory() as folder:
                write(Target(Path(folder), "benchmark", list("0123456789")), parts)

        yield f"export, {name}", EXPORTED, work


if __name__ == "__main__":
    main()
