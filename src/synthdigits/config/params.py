"""params.yaml as one frozen model. The only module that reads the file.

Unknown keys, missing keys and bad values end in one :class:`SynthdigitsError` that names each key,
what stood there and what is allowed. What one model alone has is checked by :mod:`synthdigits.zoo`.
"""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Self, TypeVar, Union, get_args, get_origin

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
)
from synthdigits.config.values import Workers
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.inputs import read_file
from synthdigits.plumbing.strict_yaml import parse
from synthdigits.plumbing.wording import shown

PARAMS_FILE = Path("params.yaml")
STUDY_MODELS = {"gans": "conditional", "inpainters": "unet_l1"}
"""By family, what the study trains: these can't be taken out."""
LARGEST_FILE = 200_000
"""Bytes; twenty times the project's own."""
TOLD = 3
"""Wrong keys and values that one error names."""
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
                allowed = ", ".join(self.gans)
                raise ValueError(f"{key}: got {shown(name)}; allowed: one of {allowed}")
        for family, name in STUDY_MODELS.items():
            if name not in getattr(self, family):
                raise ValueError(f"{family}.{name}: missing key; the study needs this model")
        return self


def load_params(path: Path = PARAMS_FILE) -> Params:
    """Read and check params.yaml.

    Raises:
        SynthdigitsError: the file is missing, is not YAML, or holds a wrong key or value.
    """
    return checked(Params, load_tree(path), path)


def load_tree(path: Path) -> Any:
    """What the file holds, of whatever version of the project.

    Raises:
        SynthdigitsError: the file is missing, or is not YAML.
    """
    content = read_file(path, LARGEST_FILE, "no such file; run from the project's root")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SynthdigitsError(f"{path}: not UTF-8, from byte {error.start} on") from None
    return parse(text, path)


def checked(model: type[S], tree: Any, file: Path, *place: str) -> S:
    """``tree``, which stands at the keys ``place`` of ``file``, as a ``model``.

    Raises:
        SynthdigitsError: a key is unknown or missing, or a value is not allowed.
    """
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = [_describe(model, place, detail) for detail in details[:TOLD]]
        more = [f"and {len(details) - TOLD} more"] if len(details) > TOLD else []
        raise SynthdigitsError(f"{file}: {'; '.join([*wrong, *more])}") from None


def _describe(model: type[Section], place: tuple[str, ...], detail: Any) -> str:
    location = detail["loc"]
    key = ".".join(str(part) for part in (*place, *location))
    got = shown(detail["input"])
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
    kind: Any = model
    for part in location[:-1]:
        if get_origin(kind) in (dict, list):  # any name or place leads to a section
            kind = get_args(kind)[-1]
        else:
            kind = kind.model_fields[str(part)].annotation
        while get_origin(kind) in (Annotated, Union, UnionType):  # a section, or none
            kind = get_args(kind)[0]
    return list(kind.model_fields)
