"""params.yaml as one frozen model. The only module that reads the file.

Unknown keys, missing keys and bad values end in one :class:`SynthdigitsError` that names each key,
what stood there and what is allowed. What one model alone has is checked by :mod:`synthdigits.zoo`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

import yaml
from pydantic import Field, ValidationError, model_validator

from synthdigits.config.sections import (
    AugmentationParams,
    Classifiers,
    DataParams,
    EvaluationParams,
    ExportParams,
    MaskParams,
    RulerParams,
    Schedule,
    Section,
    StudyParams,
    SyntheticParams,
    UncheckedModelParams,
    Workers,
)
from synthdigits.plumbing.errors import SynthdigitsError

PARAMS_FILE = Path("params.yaml")
S = TypeVar("S", bound=Section)
Models = Annotated[dict[str, UncheckedModelParams], Field(min_length=1)]


class Params(Section):
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    schedule: Schedule
    workers: Workers
    data: DataParams
    mask: MaskParams
    classifiers: Classifiers
    gans: Models
    inpainters: Models
    synthetic: SyntheticParams
    augmentation: AugmentationParams
    study: StudyParams
    ruler: RulerParams
    evaluation: EvaluationParams
    export: ExportParams

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        named = {"augmentation.generator": self.augmentation.generator}
        named |= {f"synthetic.larger.{name}": name for name in self.synthetic.larger}
        for key, name in named.items():
            if name not in self.gans:
                raise ValueError(f"{key}: got {name!r}; allowed: one of {', '.join(self.gans)}")
        return self


def load_params(path: Path = PARAMS_FILE) -> Params:
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
    return checked(Params, tree, path)


def checked(model: type[S], tree: Any, file: Path, *place: str) -> S:
    """``tree``, which stands at the keys ``place`` of ``file``, as a ``model``.

    Raises:
        SynthdigitsError: a key is unknown or missing, or a value is not allowed.
    """
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        wrong = "; ".join(_describe(model, place, detail) for detail in error.errors())
        raise SynthdigitsError(f"{file}: {wrong}") from None


def _describe(model: type[Section], place: tuple[str, ...], detail: Any) -> str:
    location = detail["loc"]
    key, got = ".".join(str(part) for part in (*place, *location)), repr(detail["input"])
    match detail["type"]:
        case "extra_forbidden":
            allowed = ", ".join(_allowed_keys(model, location))
            return f"{key}: unknown key (value {got}); allowed: {allowed}"
        case "missing":
            return f"{key}: missing key"
        case "value_error":
            message = str(detail["ctx"]["error"])
            return f"{key}: {message}" if key else message
        case _:
            return f"{key or 'the file'}: got {got}; {detail['msg']}"


def _allowed_keys(model: type[Section], location: tuple[int | str, ...]) -> list[str]:
    """The keys that a section has: follow the models down to the unknown key's parent."""
    section: Any = model
    for part in location[:-1]:
        if get_origin(section) is dict:  # any name leads to a section
            section = get_args(section)[1]
        elif get_origin(section) is list:
            section = get_args(section)[0]
        else:
            section = section.model_fields[str(part)].annotation
    return list(section.model_fields)
