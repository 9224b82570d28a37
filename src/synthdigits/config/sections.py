"""The sections of params.yaml as frozen models: no unknown key, no value out of range."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from synthdigits.config.values import (
    BatchSize,
    Count,
    Distinct,
    Images,
    Source,
    WebPage,
    Words,
    no_twins,
)

Schedule = Literal["demo", "cpu", "published"]
Precision = Literal["float32", "bfloat16"]
ExportFormat = Literal["idx", "npz", "parquet", "webdataset", "png"]
IMAGE_SIDE = 28


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Rate = Annotated[float, Field(gt=0, le=1)]
Share = Annotated[float, Field(ge=0, lt=1)]
HeldBack = Annotated[float, Field(gt=0, lt=1)]


class PerSchedule(Section):
    """One count for each schedule."""

    demo: Count
    cpu: Count
    published: Count

    def at(self, schedule: Schedule) -> int:
        return int(getattr(self, schedule))


class BatchSizes(PerSchedule):
    demo: BatchSize
    cpu: BatchSize
    published: BatchSize


class SetSizes(PerSchedule):
    demo: Images
    cpu: Images
    published: Images


class DataParams(Section):
    source: Source
    mirrors: list[Words]


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
    batch_size: BatchSizes
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
    epochs: Count
    batch_size: BatchSize
    validation_fraction: HeldBack


class SyntheticParams(Section):
    """Sizes of the synthetic sets, and how a classifier learns from one alone.

    ``larger`` holds training images of the GANs that make more than ``train_images``.
    """

    train_images: SetSizes
    larger: dict[str, SetSizes]
    test_images: SetSizes
    classifier_iterations: PerSchedule
    warp: WarpParams


class AugmentationParams(Section):
    """How synthetic digits are mixed into real batches."""

    generator: str
    synthetic_shares: Distinct[Annotated[float, Field(gt=0, lt=1)]]
    iterations: PerSchedule


class BudgetParams(Section):
    """One row of the study: a number of real digits, how often they are drawn, and lengths.

    ``synthetic_images`` are the digits of each kind that its generators make.
    """

    budget: Images
    subsets: Annotated[int, Field(ge=1, le=1000)]
    classifier_iterations: Count
    gan_iterations: Count
    inpainter_iterations: Count
    synthetic_images: Images


def _no_budget_twice(rows: list[BudgetParams]) -> list[BudgetParams]:
    no_twins([row.budget for row in rows])
    return rows


Budgets = Annotated[list[BudgetParams], Field(min_length=1), AfterValidator(_no_budget_twice)]


class StudyParams(Section):
    """What synthetic digits add to a few real ones; ``validation_fraction`` is of each budget."""

    validation_fraction: HeldBack
    warps: Distinct[WarpParams]
    shares: Distinct[Annotated[float, Field(gt=0, lt=1)]]
    batch_size: Annotated[BatchSize, Field(ge=2)]
    gan_batch_size: BatchSize
    learning_rate: Rate
    mask: MaskParams
    demo: Budgets
    cpu: Budgets
    published: Budgets

    def at(self, schedule: Schedule) -> list[BudgetParams]:
        rows: list[BudgetParams] = getattr(self, schedule)
        return rows


class EvaluationParams(Section):
    """``hole_sizes`` are sides in pixels, each on the first ``hole_images`` test digits;
    ``ink_parts`` are equal parts of the digits by lost ink.
    """

    confidence: Annotated[float, Field(gt=0, lt=1)]
    hole_sizes: Distinct[Annotated[int, Field(ge=1, le=IMAGE_SIDE)]]
    hole_images: Images
    ink_parts: Annotated[int, Field(ge=2, le=100)]


class Licence(Section):
    """``spdx`` is the short name of https://spdx.org/licenses; whom to name is ``attribution``."""

    spdx: Words
    url: WebPage
    attribution: Words


class ExportParams(Section):
    """Without a licence of its own a set has that of ``data.source``, where it is known.

    ``membership_limit`` is the highest area under the curve of a membership attack on the network
    that made a set, one half being a guess.
    """

    membership_limit: Annotated[float, Field(ge=0.5, le=1)]

    formats: Distinct[ExportFormat]
    licence: Licence | None
