"""`synthdigits sample`: new digits from weights."""

from pathlib import Path
from typing import Annotated

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.config import paths

GENERATOR = paths.gan_weights("conditional")
LABELLER = paths.classifier_weights("cnn")


def sample(
    out: Annotated[
        Path,
        typer.Option(
            help="NAME.npz, .parquet, .tar, .png (a sheet), "
            "NAME-images-idx3-ubyte, or a folder (a PNG each)."
        ),
    ],
    count: Annotated[int, typer.Option(min=1, help="How many images.")] = 100,
    digit: Annotated[int | None, typer.Option(min=0, help="This class alone.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other images.")] = 0,
    first: Annotated[int, typer.Option(min=0, help="Number of the first image.")] = 0,
    weights: Annotated[Path, typer.Option(help="A generator's weights.")] = GENERATOR,
    labeller: Annotated[
        Path,
        typer.Option(
            help="A classifier's weights, for generators that can't be asked for a class."
        ),
    ] = LABELLER,
    as_json: AsJson = False,
) -> None:
    """Make new digits from a generator's weights; no training data is needed.

    Image i depends on weights, seed and i alone: whoever has these has the image.

    synthdigits sample --digit 7 --count 100 --seed 3 --out sevens.npz
    """
    from synthdigits.export.formats import single_file
    from synthdigits.sampling import sampling

    digits = sampling.sample(weights, labeller, count=count, seed=seed, digit=digit, first=first)
    names = [str(label) for label in range(max(10, digits.classes))]
    single_file.write(out, digits, names)
    say(
        {"out": str(out), "images": len(digits), "per_class": digits.counts, "seed": seed},
        f"{out}: {len(digits)} images, numbers {digits.rows[0]} to {digits.rows[-1]}, seed {seed}",
        as_json,
    )
