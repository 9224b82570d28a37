"""The sections of params.yaml as frozen models: no unknown key, no value out of range."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Schedule = Literal["demo", "cpu", "published"]
Precision = Literal["float32", "bfloat16"]
ExportFormat = Literal["idx", "npz", "parquet", "webdataset", "png"]
SOURCES = ("mnist", "kmnist", "fashion_mnist", "emnist_digits", "usps", "qmnist", "digits")
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


def _cores_or_address(workers: str) -> str:
    if workers != "cores" and "://" not in workers:
        raise ValueError(
            f"got {workers!r}; allowed: cores, or a Dask scheduler's address as tcp://10.0.0.5:8786"
        )
    return workers


Workers = Annotated[str, AfterValidator(_cores_or_address)]


class DataParams(Section):
    source: Annotated[str, AfterValidator(_known_or_there)]
    mirrors: Annotated[list[str], AfterValidator(_no_blank)]


class MaskParams(Section):
    """The hole: side, inclusive range of its top-left corner, and the pixel value put into it."""

    size: Annotated[int, Field(ge=1, le=IMAGE_SIDE)]
    first_corner: Annotated[int, Field(ge=0, lt=IMAGE_SIDE)]
    last_corner: Annotated[int, Field(ge=0, lt=IMAGE_SIDE)]
    fill: Annotated[int, Field(ge=0, le=255)]

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


class WarpParams(Section):
    """How far images are moved at random (classical augmentation).

    ``affine`` is a multiple of the largest rotation, scale, shear and shift of
    ``digits/warp.py``, ``elastic`` the standard deviation in pixels of control points that bend
    the image.
    """

    affine: Annotated[float, Field(ge=0, le=4)]
    elastic: Annotated[float, Field(ge=0, le=4)]


class RecipeParams(Section):
    """How a classifier learns, however long."""

    learning_rate: Rate
    warp: WarpParams


class ClassifierParams(TrainingParams, RecipeParams):
    validation_fraction: HeldBack


class ModelParams(TrainingParams):
    """What every generator and inpainter has; what one model alone has is checked by its own file.

    ``picture_interval`` is the number of iterations from one picture of the training to the next.
    """

    picture_interval: PerSchedule


class AdversarialParams(ModelParams):
    """Two networks, each with a rate of its own, and Adam's betas for both."""

    generator_learning_rate: Rate
    discriminator_learning_rate: Rate
    beta1: Share
    beta2: Share


class UncheckedModelParams(ModelParams):
    """A model's section as params.yaml has it: keys that the model alone knows are kept.

    Such a key has one value, or one for each schedule as ``{demo: …, cpu: …, published: …}``.
    """

    model_config = ConfigDict(extra="allow")

    def at(self, schedule: Schedule) -> dict[str, Any]:
        """The section's tree, with the schedule's own value where the model's key has several."""
        own = self.model_extra or {}
        return self.model_dump() | {key: own_value(value, schedule) for key, value in own.items()}


def own_value(value: Any, schedule: Schedule) -> Any:
    """What a model's own key says at a schedule."""
    several = isinstance(value, dict) and set(value) == set(get_args(Schedule))
    return value[schedule] if several else value


class Classifiers(Section):
    cnn: ClassifierParams
    masked_trained: ClassifierParams
    seed_cnn: ClassifierParams


class RulerParams(RecipeParams):
    """The network that measures sets; no schedule and no other seed moves it."""

    seed: Annotated[int, Field(ge=0, lt=2**63)]
    epochs: PositiveInt
    batch_size: PositiveInt
    validation_fraction: HeldBack


class SyntheticParams(Section):
    """Sizes of the synthetic sets, and how a classifier learns from one alone.

    ``larger`` holds training images of the GANs that make more than ``train_images``.
    """

    train_images: PerSchedule
    larger: dict[str, PerSchedule]
    test_images: PerSchedule
    classifier_iterations: PerSchedule
    warp: WarpParams


class AugmentationParams(Section):
    """How synthetic digits are mixed into real batches."""

    generator: str
    synthetic_shares: Annotated[list[Annotated[float, Field(gt=0, lt=1)]], Field(min_length=1)]
    iterations: PerSchedule


class BudgetParams(Section):
    """One row of the study: a number of real digits, how often they are drawn, and lengths.

    ``synthetic_images`` are the digits of each kind that its generators make.
    """

    budget: PositiveInt
    subsets: PositiveInt
    classifier_iterations: PositiveInt
    gan_iterations: PositiveInt
    inpainter_iterations: PositiveInt
    synthetic_images: PositiveInt


class StudyParams(Section):
    """What synthetic digits add to a few real ones; ``validation_fraction`` is of each budget."""

    validation_fraction: HeldBack
    warps: Annotated[list[WarpParams], Field(min_length=1)]
    shares: Annotated[list[Annotated[float, Field(gt=0, lt=1)]], Field(min_length=1)]
    batch_size: Annotated[int, Field(ge=2)]
    gan_batch_size: PositiveInt
    learning_rate: Rate
    mask: MaskParams
    demo: Annotated[list[BudgetParams], Field(min_length=1)]
    cpu: Annotated[list[BudgetParams], Field(min_length=1)]
    published: Annotated[list[BudgetParams], Field(min_length=1)]

    def at(self, schedule: Schedule) -> list[BudgetParams]:
        rows: list[BudgetParams] = getattr(self, schedule)
        return rows


class EvaluationParams(Section):
    """``hole_sizes`` are sides in pixels, each on the first ``hole_images`` test digits;
    ``ink_parts`` are equal parts of the digits by lost ink.
    """

    confidence: Annotated[float, Field(gt=0, lt=1)]
    hole_sizes: Annotated[list[PositiveInt], Field(min_length=1)]
    hole_images: PositiveInt
    ink_parts: Annotated[int, Field(ge=2, le=100)]


class Licence(Section):
    """``spdx`` is the short name of https://spdx.org/licenses; whom to name is ``attribution``."""

    spdx: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(min_length=1)]
    attribution: Annotated[str, Field(min_length=1)]


class ExportParams(Section):
    """Without a licence of its own a set has that of ``data.source``, where it is known.

    ``membership_limit`` is the highest area under the curve of a membership attack on the network
    that made a set, one half being a guess.
    """

    membership_limit: Annotated[float, Field(ge=0.5, le=1)]

    formats: Annotated[list[ExportFormat], Field(min_length=1)]
    licence: Licence | None
