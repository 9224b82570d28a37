"""The study keeps to its budgets, loses nothing when it is killed, and says what it used."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from synthdigits.classification.training import Mixture
from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import ranges_of, read_weights, rows_behind
from synthdigits.study.arms import ARMS, ORACLE
from synthdigits.study.training import conduct, ingredients, learning
from synthdigits.study.training.conduct import Oracle
from synthdigits.study.training.setting import Subset, rows_used
from synthdigits.study.training.store import Store

pytestmark = pytest.mark.usefixtures("workspace", "in_process")


def watch(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, seen: list[Digits]) -> None:
    """Note every set of digits that the function is given."""
    original = getattr(module, name)

    def watching(*arguments: Any, **named: Any) -> Any:
        for value in (*arguments, *named.values()):
            seen.extend(_digits_in(value))
        return original(*arguments, **named)

    monkeypatch.setattr(module, name, watching)


def _digits_in(value: Any) -> list[Digits]:
    """The digits that a value is, or holds in its fields; empty and synthetic ones left out."""
    if isinstance(value, Digits):
        return [value] if len(value) else []
    if not dataclasses.is_dataclass(value) or isinstance(value, Mixture):
        return []
    parts = (getattr(value, field.name) for field in dataclasses.fields(value))
    return [digits for part in parts for digits in _digits_in(part)]


def test_every_network_of_a_subset_sees_its_digits_alone(
    subsets: list[Subset], oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    subset = subsets[0]
    allowed = {image.tobytes() for image in subset.digits.images}
    generators: list[Digits] = []
    classifiers: list[Digits] = []
    watch(monkeypatch, ingredients, "train_gan", generators)
    watch(monkeypatch, ingredients, "train_inpainter", generators)
    watch(monkeypatch, learning, "train_classifier", classifiers)
    store = Store("0123")
    conduct.conduct([subset], oracle, store, "cores")

    training, validation = subset.parts
    trials, final = generators[:4], generators[4:]  # GAN, inpainter, with holes, one to look at
    assert len(final) == 4
    for digits in trials:
        assert set(digits.rows) <= set(training.rows)
    for digits in final:
        assert set(digits.rows) <= set(subset.digits.rows)
    assert set(validation.rows) <= set(final[0].rows)
    kept = store.ingredients_of(subset)
    made = {image.tobytes() for digits in kept.sets.values() for image in digits.images}
    for digits in classifiers:
        assert {image.tobytes() for image in digits.images} <= allowed | made


def test_weights_name_the_rows_behind_them(subsets: list[Subset], oracle: Oracle) -> None:
    store = Store("0123")
    conduct.conduct(subsets[:1], oracle, store, "cores")
    store.publish(Path("study"))
    own = ranges_of(subsets[0].digits.rows)
    for arm in ARMS:
        rows = rows_behind(Path(f"study/60-1/{arm}.safetensors"))
        assert rows == ([[0, 199]] if ORACLE in ARMS[arm].sets else own), arm


@pytest.mark.fault(
    "kill -9 of the study",
    "a result that can't be kept, after three others",
    "the next run makes what is missing and ends with the same bytes",
)
def test_a_killed_study_goes_on_where_it_was(
    subsets: list[Subset], oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Store("0123")
    conduct.conduct(subsets, oracle, whole, "cores")
    whole.publish(Path("whole"))

    done: list[str] = []
    keep = Store.keep_arm

    def keep_three(self: Store, subset: Subset, arm: str, *rest: Any) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        keep(self, subset, arm, *rest)
        done.append(arm)

    monkeypatch.setattr(Store, "keep_arm", keep_three)
    with pytest.raises(KeyboardInterrupt):
        conduct.conduct(subsets, oracle, Store("0123"), "cores")
    monkeypatch.setattr(Store, "keep_arm", keep)
    trained: list[Digits] = []
    watch(monkeypatch, learning, "train_classifier", trained)
    rest = Store("0123")
    conduct.conduct(subsets, oracle, rest, "cores")
    rest.publish(Path("resumed"))

    assert len(trained) >= 2 * len(ARMS) - 3
    prepared_again = [digits for digits in trained if len(digits) == len(subsets[0].parts[0])]
    assert prepared_again == []
    assert not Path(".ckpt/study").exists()
    for file in sorted(path for path in Path("whole").rglob("*") if path.is_file()):
        assert (Path("resumed") / file.relative_to("whole")).read_bytes() == file.read_bytes()


@pytest.mark.fault(
    "results of the study that are damaged before it is done",
    "a bit flipped in weights and in digits",
    "one line for each; they are made again, and no others: same bytes",
)
def test_a_damaged_result_is_made_again(
    subsets: list[Subset], oracle: Oracle, caplog: pytest.LogCaptureFixture
) -> None:
    store, subset = Store("0123"), subsets[0]
    conduct.conduct([subset], oracle, store, "cores")
    files = [store.folder / "60-1" / name for name in ("real.safetensors", "gan.npz")]
    assert store.has_arm(subset, "real")
    assert store.has_ingredients(subset)
    for file in files:
        content = file.read_bytes()
        file.write_bytes(content[:-9] + bytes([content[-9] ^ 4]) + content[-8:])
    assert not store.has_arm(subset, "real")
    assert not store.has_ingredients(subset)
    assert store.has_arm(subset, "oracle")
    assert [line.split(": ")[-2:] for line in caplog.messages[-2:]] == [
        ["damaged result passed over", "it is made again"]
    ] * 2


def test_another_setting_takes_no_old_result(subsets: list[Subset], oracle: Oracle) -> None:
    conduct.conduct(subsets[:1], oracle, Store("0123"), "cores")
    assert not Store("4567").has_ingredients(subsets[0])


def test_rows_are_written_in_the_order_of_their_budgets(subsets: list[Subset]) -> None:
    table = rows_used(subsets)
    for subset in subsets:
        rows = table[table.subset == subset.number].row.to_numpy()
        np.testing.assert_array_equal(rows, subset.digits.rows)


def test_weights_rebuild_the_classifier(subsets: list[Subset], oracle: Oracle) -> None:
    store = Store("0123")
    conduct.conduct(subsets[:1], oracle, store, "cores")
    store.publish(Path("study"))
    header, _ = read_weights(Path("study/60-1/real.safetensors"))
    assert (header.name, header.classes) == ("cnn", 10)
