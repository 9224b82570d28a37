"""card.json: what the shipped weights are, whence they come, and how good they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synthdigits.config.sections import Licence, Precision, Schedule
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

FILE = "card.json"

Part = Literal["validation", "test"]


class Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WeightsFacts(Facts):
    """One network.

    Attributes:
        stage: the stage of dvc.yaml that trained it.
        training_rows: every real row that shaped it: inclusive ranges, as ``[[0, 53999]]``.
        precision: what its training computed in.
        params: its section of params.yaml.
        training: its figures of metrics/training/: seconds, device, parameters, losses.
    """

    file: str
    stage: str
    bytes: int
    sha256: str
    training_rows: list[list[int]]
    precision: Precision
    params: dict[str, Any]
    training: dict[str, Any]


class Score(Facts):
    """A share of digits read correctly, with the ends of its interval."""

    accuracy: float
    low: float
    high: float
    images: int


class Card(Facts):
    """The whole of card.json.

    Attributes:
        version: of the package with which the run was copied.
        revision: Git's commit of the run; ``committed`` is that commit's day, as ``2026-01-31``.
        source: ``data.source`` of the run.
        pytorch: the version that was installed where the weights were copied.
        confidence: of the intervals, 0.95 for 95 %.
        accuracy: by part of the real digits and arm.
        fidelity: by set, ``real_floor`` being that of real test digits.
        membership: by network or set, what an attacker learns of the training rows.
    """

    schema_version: Literal[1] = 1
    version: str
    revision: str
    committed: str
    schedule: Schedule
    seed: int
    source: str
    pytorch: str
    confidence: float
    weights: dict[str, WeightsFacts]
    accuracy: dict[Part, dict[str, Score]]
    fidelity: dict[str, dict[str, Any]]
    membership: dict[str, dict[str, Any]]
    licence: Licence


def write_card(folder: Path, card: Card) -> None:
    with replacing(folder / FILE) as partial:
        partial.write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card:
    """The card in a folder of weights.

    Raises:
        SynthdigitsError: it is missing or damaged.
    """
    path = folder / FILE
    try:
        return Card.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SynthdigitsError(
            f"{path}: missing: no weights came with this installation; name your own (--weights)"
        ) from None
    except UnicodeDecodeError as error:
        raise SynthdigitsError(f"{path}: not UTF-8: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SynthdigitsError(f"{path}: {key}: {first['msg']}") from None


def scalars(figures: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Figures of any depth as one row each, keys joined by points; lists are left out."""
    rows: dict[str, Any] = {}
    for key, value in figures.items():
        if isinstance(value, Mapping):
            rows |= scalars(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            rows[f"{prefix}{key}"] = value
    return rows
