"""What a manifest's figures have to hold: those that card and `describe` show."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr

MEASURES = (
    *("frechet_distance", "precision", "recall", "coverage", "recognisable"),
    *("nearest_neighbour_ratio", "duplicates"),
)
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Figures(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)


class Score(Figures):
    """A share of digits read correctly, with the ends of its interval."""

    accuracy: Share
    low: Share
    high: Share
    images: Count


class Fidelity(Figures):
    """Measures of a set; ``ruler`` is the hash of the network behind them, where one is known."""

    frechet_distance: float | None
    precision: float | None
    recall: float | None
    coverage: float | None
    recognisable: float | None
    nearest_neighbour_ratio: float | None
    duplicates: float | None
    ruler: StrictStr | None = None


class Attack(Figures):
    """What a membership attack found."""

    auc: Share
    auc_low: Share
    auc_high: Share
    true_positives: Share
    true_positives_low: Share
    true_positives_high: Share
    members: Count
    held_out: Count


class SetFigures(Figures):
    """All of them; a set that no network generated has no fidelity."""

    accuracy: dict[str, Score]
    fidelity: Fidelity | None = None
    fidelity_of_real_digits: Fidelity | None = None
    membership: Attack | None = None


def _complete(figures: dict[str, Any]) -> dict[str, Any]:
    SetFigures.model_validate(figures)
    return figures


FiguresOfASet = Annotated[dict[str, Any], AfterValidator(_complete)]
"""The figures as they stand in metrics/, of which these are needed."""
