"""`synthdigits sample`: new digits from weights."""

from pathlib import Path
from typing import Annotated, Any

import typer

from synthdigits.commands.answer import AsJson, say
from synthdigits.commands.default_weights import given_or_shipped


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
    weights: Annotated[
        Path | None, typer.Option(help="A generator's weights; else the shipped `conditional`.")
    ] = None,
    labeller: Annotated[
        Path | None,
        typer.Option(
            help="A classifier's weights, for --min-confidence and for generators that can't be "
            "asked for a class; else the shipped `cnn`."
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Keep what the labeller reads as its label with this probability."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make new digits from a generator's weights; no training data is needed.

    Image i depends on weights, seed and i alone: whoever has these has the image. Without
    --weights those that come with synthdigits are taken.

    synthdigits sample --digit 7 --count 100 --seed 3 --out sevens.npz
    """
    from synthdigits.export.formats import single_file

    single_file.check(out, [path for path in (weights, labeller) if path])
    from synthdigits.sampling.sampling import Sampler, check_numbers, needs_labeller

    check_numbers(count, first)
    generator = given_or_shipped(weights, "conditional")
    reads = min_confidence is not None or needs_labeller(generator)
    classifier = given_or_shipped(labeller, "cnn") if reads else None
    sampler = Sampler.load(generator, classifier, reads=reads)
    facts: dict[str, Any] = {}
    if min_confidence is None:
        digits = sampler.sample(count=count, seed=seed, digit=digit, first=first)
    else:
        confident = sampler.sample_confident(
            min_confidence, count=count, seed=seed, digit=digit, first=first
        )
        digits, facts = confident.digits, {"left_out": confident.left_out}
    names = [str(label) for label in range(max(10, digits.classes))]
    single_file.write(out, digits, names)
    text = (
        f"{out}: {len(digits)} images, numbers {digits.rows[0]} to {digits.rows[-1]}, seed {seed}"
    )
    if facts:
        text += f"; {facts['left_out']} left out, read with less than {min_confidence:g}"
    say(
        {"out": str(out), "images": len(digits), "per_class": digits.counts, "seed": seed, **facts},
        text,
        as_json,
    )
