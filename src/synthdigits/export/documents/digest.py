"""Hashes of plain data, and of the digits in a set's files, whatever their format."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import ConfigDict

from synthdigits.digits.digits import Digits


def sha256_of_json(value: Any) -> str:
    """A hash of plain data that does not depend on the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Fingerprint:
    """The contents of a split, equal in every format.

    Attributes:
        pixels_sha256: of all decoded images, uint8, row by row.
        labels_sha256: of all labels, uint8.
        rows_sha256: of all row numbers, int64, little end first.
        per_class: images by the class's number.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    images: int
    pixels_sha256: str
    labels_sha256: str
    rows_sha256: str
    per_class: dict[str, int]


def fingerprint(parts: Iterable[Digits], classes: int) -> Fingerprint:
    """The fingerprint of consecutive parts, each of which is read once."""
    pixels, labels, rows = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
    counts: Counter[int] = Counter()
    for part in parts:
        pixels.update(np.ascontiguousarray(part.images).data)
        labels.update(part.labels.tobytes())
        rows.update(part.rows.astype("<i8").tobytes())
        counts.update(part.labels.tolist())
    return Fingerprint(
        counts.total(),
        pixels.hexdigest(),
        labels.hexdigest(),
        rows.hexdigest(),
        {str(label): counts[label] for label in range(classes)},
    )
