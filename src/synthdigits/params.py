"""params.yaml as frozen models. The only module that reads the file.

Everything is checked on reading: unknown keys, missing keys and bad values end in one
:class:`SynthdigitsError` that names each key, what stood there and what is allowed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args, get_origin

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from synthdigits.errors import SynthdigitsError
from synthdigits.models.gans import GAN_NAMES

Schedule = Literal["demo", "cpu", "published"]
SOURCES = ("mnist", "kmnist", "fashion_mnist", "emnist_digits", "usps", "qmnist", "digits")
ExportFormat = Literal["idx", "npz", "parquet", "webdataset", "png"]
IMAGE_SIDE = 28


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


PositiveInt = Annotated[int, Field(ge=1)]
Rate = Annotated[float, Field(gt=0, le=1)]
Share = Annotated[float, Field(ge=0, lt=1)]
HeldBack = Annotated[float, Field(gt=0, lt=1)]


class PerSchedule(Section):
    """One count for each schedule."""

    demo: PositiveInt
    cpu: PositiveInt
    published: PositiveInt

    def at(self, schedule: Schedule) -> int:
        return int(getattr(self, schedule))


def _no_blank(mirrors: list[str]) -> list[str]:
    if not all(mirror.strip() for mirror in mirrors):
        raise ValueError("a mirror must not be empty")
    return mirrors


def _known_or_there(source: str) -> str:
    if source not in SOURCES and not Path(source).exists():
        raise ValueError(
            f"got {source!r}; allowed: {', '.join(SOURCES)}, or the path of one's own digits"
        )
    return source


class DataParams(Section):
    source: Annotated[str, AfterValidator(_known_or_there)]
    mirrors: Annotated[list[str], AfterValidator(_no_blank)]


class MaskParams(Section):
    """The hole: side, inclusive range of its top-left corner, and the pixel value put into it."""

    size: Annotated[int, Field(ge=1, le=IMAGE_SIDE)]
    first_corner: Annotated[int, Field(ge=0, lt=IMAGE_SIDE)]
    last_corner: Annotated[int, Field(ge=0, lt=IMAGE_SIDE)]
    fill: Annotated[int, Field(ge=0, le=255)]

    def resized(self, size: int) -> MaskParams:
        """Holes of another size around the same middles; half a pixel goes up and to the left.

        Raises:
            ValueError: they would leave the image.
        """
        shift = (self.size - size) // 2
        return MaskParams(
            size=size,
            first_corner=self.first_corner + shift,
            last_corner=self.last_corner + shift,
            fill=self.fill,
        )

    @model_validator(mode="after")
    def _hole_lies_inside(self) -> Self:
        if self.last_corner < self.first_corner:
            raise ValueError(
                f"last_corner ({self.last_corner}) must not be below "
                f"first_corner ({self.first_corner})"
            )
        if self.last_corner + self.size > IMAGE_SIDE:
            raise ValueError(
                f"a hole of size {self.size} at corner {self.last_corner} leaves the "
                f"{IMAGE_SIDE}×{IMAGE_SIDE} image"
            )
        return self


class TrainingParams(Section):
    """What every training has."""

    iterations: PerSchedule
    batch_size: PerSchedule
    validation_fraction: Share


class RecipeParams(Section):
    """How a classifier learns, however long."""

    learning_rate: Rate
    augment: bool


class ClassifierParams(TrainingParams, RecipeParams):
    validation_fraction: HeldBack


class PicturedTrainingParams(TrainingParams):
    """Iterations from one picture of the training to the next."""

    picture_interval: PerSchedule


class AdversarialParams(PicturedTrainingParams):
    generator_learning_rate: Rate
    discriminator_learning_rate: Rate
    beta1: Share
    beta2: Share
    dropout: Share


class GanParams(AdversarialParams):
    """Where ``validation_fraction`` is above 0, the state closest to those digits is kept."""

    ema_decay: Share


class UnetL1Params(PicturedTrainingParams):
    validation_fraction: HeldBack
    learning_rate: Rate
    width: Annotated[int, Field(ge=4, le=512)]


class UnetParams(UnetL1Params):
    feature_weight: Annotated[float, Field(ge=0)]
    label_weight: Annotated[float, Field(ge=0)]


class Classifiers(Section):
    cnn: ClassifierParams
    seed_cnn: ClassifierParams


class InpaintDcganParams(AdversarialParams):
    validation_fraction: HeldBack


class Inpainters(Section):
    inpaint_dcgan: InpaintDcganParams
    unet: UnetParams
    unet_l1: UnetL1Params


class SyntheticParams(Section):
    train_images: PerSchedule
    test_images: PerSchedule
    classifier_iterations: PerSchedule


class AugmentationParams(Section):
    """How synthetic digits are mixed into real batches."""

    generator: str
    synthetic_shares: Annotated[list[Annotated[float, Field(gt=0, lt=1)]], Field(min_length=1)]
    iterations: PerSchedule


class EvaluationParams(Section):
    """``hole_sizes`` are sides in pixels, ``ink_parts`` equal parts of the digits by lost ink."""

    confidence: Annotated[float, Field(gt=0, lt=1)]
    hole_sizes: Annotated[list[PositiveInt], Field(min_length=1)]
    ink_parts: Annotated[int, Field(ge=2, le=100)]


class Licence(Section):
    """``spdx`` is the short name of https://spdx.org/licenses; whom to name is ``attribution``."""

    spdx: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(min_length=1)]
    attribution: Annotated[str, Field(min_length=1)]


class ExportParams(Section):
    """Without a licence of its own a set has that of ``data.source``, where it is known."""

    formats: Annotated[list[ExportFormat], Field(min_length=1)]
    licence: Licence | None


class Params(Section):
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    schedule: Schedule
    data: DataParams
    mask: MaskParams
    classifiers: Classifiers
    gans: Annotated[dict[str, GanParams], Field(min_length=1)]
    inpainters: Inpainters
    synthetic: SyntheticParams
    augmentation: AugmentationParams
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
        if self.augmentation.generator not in self.gans:
            raise ValueError(
                f"augmentation.generator: got {self.augmentation.generator!r}; "
                f"allowed: one of {', '.join(self.gans)}"
            )
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
