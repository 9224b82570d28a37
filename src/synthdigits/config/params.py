"""params.yaml as one frozen model. The only module that reads the file.

Everything is checked on reading: unknown keys, missing keys and bad values end in one
:class:`SynthdigitsError` that names each key, what stood there and what is allowed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self, get_args, get_origin

import yaml
from pydantic import Field, ValidationError, model_validator

from synthdigits.config.sections import (
    IMAGE_SIDE,
    AugmentationParams,
    Classifiers,
    DataParams,
    EvaluationParams,
    ExportParams,
    GanParams,
    Inpainters,
    MaskParams,
    Schedule,
    Section,
    StudyParams,
    SyntheticParams,
    Workers,
)
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.zoo import GAN_NAMES


class Params(Section):
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    schedule: Schedule
    workers: Workers
    data: DataParams
    mask: MaskParams
    classifiers: Classifiers
    gans: Annotated[dict[str, GanParams], Field(min_length=1)]
    inpainters: Inpainters
    synthetic: SyntheticParams
    augmentation: AugmentationParams
    study: StudyParams
    evaluation: EvaluationParams
    export: ExportParams

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for name in self.gans:
            if name not in GAN_NAMES:
                raise ValueError(
                    f"gans.{name}: there is no models/gans/{name}.py; "
                    f"allowed: {', '.join(GAN_NAMES)}"
                )
        for size in self.evaluation.hole_sizes:
            try:
                self.mask.resized(size)
            except ValueError:
                raise ValueError(
                    f"evaluation.hole_sizes: a hole of size {size} in the middle of the mask's "
                    f"holes leaves the {IMAGE_SIDE}×{IMAGE_SIDE} image"
                ) from None
        named = {"augmentation.generator": self.augmentation.generator}
        named |= {f"synthetic.larger.{name}": name for name in self.synthetic.larger}
        for key, name in named.items():
            if name not in self.gans:
                raise ValueError(f"{key}: got {name!r}; allowed: one of {', '.join(self.gans)}")
        return self


def load_params(path: Path = Path("params.yaml")) -> Params:
    """Read and check params.yaml.

    Raises:
        SynthdigitsError: the file is missing, is not YAML, or holds a wrong key or value.
    """
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SynthdigitsError(f"{path}: no such file; run from the project's root") from None
    except yaml.YAMLError as error:
        raise SynthdigitsError(f"{path}: not YAML: {error}") from None
    try:
        return Params.model_validate(tree)
    except ValidationError as error:
        wrong = "; ".join(_describe(detail) for detail in error.errors())
        raise SynthdigitsError(f"{path}: {wrong}") from None


def _describe(detail: Any) -> str:
    location = detail["loc"]
    key, got = ".".join(str(part) for part in location), repr(detail["input"])
    match detail["type"]:
        case "extra_forbidden":
            return f"{key}: unknown key (value {got}); allowed: {_allowed_keys(location)}"
        case "missing":
            return f"{key}: missing key"
        case "value_error":
            message = str(detail["ctx"]["error"])
            return f"{key}: {message}" if key else message
        case _:
            return f"{key or 'the file'}: got {got}; {detail['msg']}"


def _allowed_keys(location: tuple[int | str, ...]) -> str:
    """The keys that a section has: follow the models down to the unknown key's parent."""
    section: Any = Params
    for part in location[:-1]:
        if get_origin(section) is dict:  # any name leads to a section
            section = get_args(section)[1]
        else:
            section = section.model_fields[str(part)].annotation
    return ", ".join(section.model_fields)
