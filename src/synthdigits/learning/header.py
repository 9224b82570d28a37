"""What a file of weights says of itself: safetensors' metadata, read without PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from safetensors import SafetensorError, safe_open

from synthdigits.config.sections import Precision
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import check_file
from synthdigits.plumbing.wording import shown

HEADER_KEY = "synthdigits"
LARGEST_FILE = 2**29
"""Bytes; twenty times the largest of the project's networks."""
MOST_CLASSES = 256
"""Labels are bytes."""


def _in_order(ends: list[int]) -> list[int]:
    if ends[0] > ends[-1]:
        raise ValueError(f"{ends} ends before it begins")
    return ends


def _size(argument: int | float) -> int | float:
    if isinstance(argument, int) and argument < 1:
        raise ValueError("a whole number from 1 on is needed")
    return argument


Argument = Annotated[int | float, AfterValidator(_size)]
Row = Annotated[int, Field(ge=0, lt=2**63)]
Rows = Annotated[list[Row], Field(min_length=2, max_length=2), AfterValidator(_in_order)]


@dataclass(frozen=True)
class Header:
    """What is needed to rebuild a network, and which rows are behind it.

    Attributes:
        name: the network's registry name.
        classes: how many classes it was trained on.
        arguments: its constructor's other arguments; whole numbers are sizes.
        training_rows: every real row that had a say in the network: it was trained on the row,
            one of its states or settings was chosen by it, or either holds for another network
            that it learned from. Inclusive ranges, as ``[[0, 53999]]``.
        precision: what its training computed in.
    """

    name: str
    classes: Annotated[int, Field(ge=2, le=MOST_CLASSES)]
    arguments: Mapping[str, Argument]
    training_rows: list[Rows]
    precision: Precision = "float32"

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False
    )

    @classmethod
    def of(cls, text: str, file: Path) -> Self:
        """The header of ``file``, whose JSON is ``text``.

        Raises:
            SynthdigitsError: a field is missing, unknown or of another kind.
        """
        try:
            return TypeAdapter(cls).validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "header"
            raise SynthdigitsError(
                f"{file}: no weights of this project: {place}: got {shown(first['input'])}; "
                f"{first['msg']}"
            ) from None


def read_header(path: Path) -> tuple[Header, dict[str, list[int]]]:
    """The header of a file that ``save_weights`` wrote, and the shapes of its tensors.

    Raises:
        SynthdigitsError: the file is missing, or was not written by this project.
    """
    check_file(path, LARGEST_FILE, "no such file; `dvc repro` makes it")
    try:
        with safe_open(path, framework="numpy") as file:
            text = (file.metadata() or {})[HEADER_KEY]
            shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118 - not a dict
    except KeyError:
        raise SynthdigitsError(
            f"{path}: no weights of this project: no {HEADER_KEY!r} in its metadata"
        ) from None
    except (SafetensorError, OSError, ValueError) as error:
        raise SynthdigitsError(f"{path}: no weights of this project: {error}") from None
    return Header.of(text, path), shapes
