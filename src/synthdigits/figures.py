"""The only writer of metrics/: JSON, CSV, PNG and GIF with stable bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT_DIGITS = 6
FRAME_MILLISECONDS = 300
LAST_FRAME_MILLISECONDS = 2000


def write_json(path: Path, figures: Mapping[str, Any]) -> None:
    """Indented JSON in the given order of keys, floats rounded to six significant digits."""
    with replacing(path) as partial:
        partial.write_text(
            json.dumps(_rounded(figures), indent=2, allow_nan=False) + "\n", encoding="utf-8"
        )


def read_json(path: Path) -> dict[str, Any]:
    """What :func:`write_json` wrote.

    Raises:
        SynthdigitsError: it has not been made yet.
    """
    try:
        figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file; `dvc repro` makes it") from None
    return figures


def write_table(path: Path, columns: pd.DataFrame | Mapping[str, Any]) -> None:
    """CSV with a header; columns as lists, arrays or a frame."""
    import pandas as pd  # the light core, which makes and checks digits, is without it

    with replacing(path) as partial:
        pd.DataFrame(columns).to_csv(
            partial, index=False, lineterminator="\n", float_format=f"%.{SIGNIFICANT_DIGITS}g"
        )


def write_losses(path: Path, names: Sequence[str], losses: Sequence[Sequence[float]]) -> None:
    """CSV with the iteration, from 1, and every loss."""
    columns = dict(zip(names, zip(*losses, strict=True), strict=True))
    write_table(path, {"iteration": range(1, len(losses) + 1), **columns})


def write_image(path: Path, image: Image.Image) -> None:
    with replacing(path) as partial:
        image.save(partial, optimize=True)


def write_animation(path: Path, frames: Sequence[Image.Image]) -> None:
    """An endless GIF that dwells on its last frame."""
    durations = [FRAME_MILLISECONDS] * (len(frames) - 1) + [LAST_FRAME_MILLISECONDS]
    with replacing(path) as partial:
        frames[0].save(partial, save_all=True, append_images=frames[1:], duration=durations, loop=0)


def write_text(path: Path, text: str) -> None:
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return value
