"""The gate lets good sets through and names what is wrong with the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synthdigits.config.sections import Licence
from synthdigits.digits.digits import Digits
from synthdigits.export.checks.gate import RealDigits, given_away, refusals, uncommitted
from synthdigits.export.documents import licences
from synthdigits.export.documents.manifest import Code, ModelFacts
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.parts import Parts

CLASSES = [str(label) for label in range(10)]
LICENCE = licences.KNOWN["mnist"]


@pytest.fixture(scope="module")
def real(digits: Digits) -> RealDigits:
    return RealDigits(digits[:150], digits[150:])


@pytest.fixture
def fresh(digits: Digits) -> Digits:
    """Digits that are like the real ones and none of them."""
    noise = np.random.default_rng(1).integers(0, 60, digits.images.shape, np.uint8)
    return replace(digits, images=np.where(digits.images == 255, digits.images, noise))


def asked(
    digits: Digits,
    real: RealDigits,
    kind: Kind = "synthetic",
    licence: Licence | None = LICENCE,
    rows: list[list[int]] | None = None,
) -> list[str]:
    parts: Parts = {"train": digits[:150], "test": digits[150:]}
    model = ModelFacts(
        role="generator", name="gan", file="", sha256="0" * 64, training_rows=rows or [[0, 149]]
    )
    return refusals(kind, parts, CLASSES, [model], licence, real)


def test_a_good_set_passes(fresh: Digits, real: RealDigits) -> None:
    assert asked(fresh, real) == []


@pytest.mark.parametrize(("original", "name"), [(3, "training digit 3"), (180, "test digit 180")])
def test_a_copy_of_a_real_digit_is_named(
    original: int, name: str, fresh: Digits, digits: Digits, real: RealDigits
) -> None:
    fresh.images[20] = digits.images[original] ^ 1  # one grey level off everywhere
    assert asked(fresh, real) == [f"train image 20 copies {name}"]


def test_a_missing_class_is_named(fresh: Digits, real: RealDigits) -> None:
    assert asked(fresh[fresh.labels != 4], real)[0] == "class 4 is missing: 0 of 180 images"


def test_a_collapsed_class_is_named(fresh: Digits, real: RealDigits) -> None:
    fresh.images[fresh.labels == 6] = fresh.images[6]
    (reason,) = asked(fresh, real)
    assert reason == "class 6 has collapsed: 100% of its images are repeated"


def test_a_generator_that_saw_a_test_row_is_named(fresh: Digits, real: RealDigits) -> None:
    (reason,) = asked(fresh, real, rows=[[0, 160]])
    assert reason == "generator gan was trained on test row 150"


def test_a_set_without_a_licence_is_refused(fresh: Digits, real: RealDigits) -> None:
    (reason,) = asked(fresh, real, licence=None)
    assert "no licence" in reason


def test_derived_digits_may_be_real_but_keep_to_their_part(
    digits: Digits, real: RealDigits
) -> None:
    assert asked(digits, real, kind="masked") == []
    moved = replace(digits, rows=digits.rows[::-1].copy())
    assert (
        asked(moved, real, kind="masked")[0] == "train images hold row 150, which is no train row"
    )


@pytest.mark.parametrize(
    ("revision", "changed", "reasons"),
    [
        ("f00", [], []),
        (None, [], ["there is no Git revision to name: this is no checkout's root"]),
        (
            "f00",
            ["params.yaml", "src/x.py"],
            ["the tree is dirty: params.yaml and 1 more differ from the last commit"],
        ),
    ],
)
def test_only_a_committed_tree_has_a_name(
    revision: str | None, changed: list[str], reasons: list[str]
) -> None:
    code = Code(version="1", revision=revision, committed=None, changed=changed)
    assert uncommitted(code) == reasons


def test_a_network_that_gives_its_training_digits_away_is_refused() -> None:
    caught = {"auc": 0.68, "auc_low": 0.67, "auc_high": 0.69}
    (reason,) = given_away(caught, limit=0.55)
    assert "0.680 (at least 0.670; export.membership_limit is 0.55)" in reason


@pytest.mark.parametrize("attack", [None, {"auc": 0.56, "auc_low": 0.54, "auc_high": 0.58}])
def test_an_attack_that_may_be_a_guess_refuses_nothing(attack: dict[str, float] | None) -> None:
    assert list(given_away(attack, limit=0.55)) == []
