"""The whole study: every subset's ingredients, then every arm's classifier."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import merged, ranges_of
from synthdigits.study.arms import ARMS, ORACLE
from synthdigits.study.training.setting import Subset
from synthdigits.study.training.store import Store
from synthdigits.study.training.tasks import prepare_subset, train_arm
from synthdigits.study.training.workers import Key, Task, run_tasks


@dataclass(frozen=True)
class Oracle:
    """Digits of a GAN that saw more than any budget, and the real rows behind it."""

    digits: Digits
    rows: list[list[int]]


def conduct(subsets: Sequence[Subset], oracle: Oracle, store: Store, workers: str) -> None:
    """Fill ``store``. What it already holds is not done again; every result is kept at once.

    Args:
        workers: see :func:`synthdigits.study.workers.run_tasks`.
    """
    longest_first = sorted(subsets, key=len, reverse=True)  # so that no worker ends long after
    by_name = {subset.name: subset for subset in longest_first}
    preparations: dict[Key, Task] = {
        (name,): Task(prepare_subset, (subset,))
        for name, subset in by_name.items()
        if not store.has_ingredients(subset)
    }
    for (name,), ingredients in _done(preparations, "prepared", workers):
        store.keep_ingredients(by_name[name], ingredients)
    trainings = dict(_trainings(longest_first, oracle, store))
    for (name, arm), network in _done(trainings, "trained", workers):
        subset = by_name[name]
        rows = ranges_of(subset.digits.rows)
        behind = merged(rows + oracle.rows) if ORACLE in ARMS[arm].sets else rows
        store.keep_arm(subset, arm, network, behind)


def _trainings(
    subsets: Sequence[Subset], oracle: Oracle, store: Store
) -> Iterator[tuple[Key, Task]]:
    for subset in subsets:
        own = store.ingredients_of(subset)
        ingredients = own.with_oracle(oracle.digits[: subset.setting.lengths.synthetic_images])
        for arm in ARMS:
            if not store.has_arm(subset, arm):
                yield (subset.name, arm), Task(train_arm, (subset, ingredients, arm))


def _done(tasks: dict[Key, Task], verb: str, workers: str) -> Iterator[tuple[Key, Any]]:
    for count, (key, result) in enumerate(run_tasks(tasks, workers), start=1):
        yield key, result
        logging.info("%s: %s (%d of %d)", verb, " ".join(key), count, len(tasks))
