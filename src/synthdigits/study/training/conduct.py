"""The whole study: every subset's ingredients, then every arm's classifier."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import merged, ranges_of
from synthdigits.plumbing.interruption import note_saved
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
    with closing(_done(preparations, "prepared", workers)) as prepared:
        for (name,), ingredients in prepared:
            store.keep_ingredients(by_name[name], ingredients)
    trainings = dict(_trainings(longest_first, oracle, store))
    with closing(_done(trainings, "trained", workers)) as trained:
        for (name, arm), network in trained:
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


def _done(
    tasks: dict[Key, Task], verb: str, workers: str
) -> Generator[tuple[Key, Any], None, None]:
    """Key and result of each task; the next one is asked for once a result is kept."""
    _note_saved(verb, 0, len(tasks))
    with closing(run_tasks(tasks, workers)) as results:
        for count, (key, result) in enumerate(results, start=1):
            yield key, result
            logging.info("%s: %s (%d of %d)", verb, " ".join(key), count, len(tasks))
            _note_saved(verb, count, len(tasks))


def _note_saved(verb: str, count: int, tasks: int) -> None:
    note_saved(f"the study, {count} of {tasks} parts {verb} in this run")
