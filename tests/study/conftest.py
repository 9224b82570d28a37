"""A study of seconds, and tasks that run in the test's own process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from synthdigits.config.params import Params
from synthdigits.config.sections import BudgetParams
from synthdigits.digits.digits import Digits
from synthdigits.study.training import conduct
from synthdigits.study.training.conduct import Oracle
from synthdigits.study.training.setting import Subset, subsets_of
from synthdigits.study.training.workers import Key, Task

ROW = BudgetParams(
    budget=60,
    subsets=2,
    classifier_iterations=2,
    gan_iterations=1,
    inpainter_iterations=1,
    synthetic_images=40,
)


@pytest.fixture
def subsets(params: Params, digits: Digits) -> list[Subset]:
    """Two subsets of 60 of the 200 digits."""
    update = {"demo": [ROW], "warps": params.study.warps[:1], "shares": [0.5], "batch_size": 16}
    study = params.study.model_copy(update=update)
    small = params.model_copy(update={"schedule": "demo", "study": study})
    return subsets_of(small, digits, "0123")


@pytest.fixture
def oracle(digits: Digits) -> Oracle:
    return Oracle(digits, [[0, 199]])


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes: what tasks do can be watched."""

    def run_tasks(tasks: Mapping[Key, Task], workers: str) -> Iterator[tuple[Key, Any]]:
        for key, task in tasks.items():
            yield key, task.function(*task.arguments)

    monkeypatch.setattr(conduct, "run_tasks", run_tasks)
