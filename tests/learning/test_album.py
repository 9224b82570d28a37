"""Paintings are due at the start, at an interval and at the end, and outlive an interruption."""

from pathlib import Path

import numpy as np

from synthdigits.learning.album import Album
from synthdigits.learning.run import TrainingRun

RUN = TrainingRun("gan test", "0123", seed=0, iterations=11, batch_size=4, picture_interval=4)


def painting(value: int) -> np.ndarray:
    return np.full((4, 28, 28), value, np.uint8)


def test_the_first_and_the_last_iteration_are_always_painted() -> None:
    album = Album(RUN)
    assert [iteration for iteration in range(1, 12) if album.is_due(iteration)] == [1, 4, 8, 11]


def test_a_resumed_run_has_the_paintings_of_the_first_part(workspace: Path) -> None:
    first = Album(RUN)
    first.add(1, painting(1))
    first.add(8, painting(2))
    second = Album(RUN)
    second.add(8, painting(3))
    second.add(11, painting(4))
    assert [int(painted[0, 0, 0]) for painted in second.paintings()] == [1, 3, 4]


def test_paintings_go_with_the_checkpoint(workspace: Path) -> None:
    Album(RUN).add(1, painting(1))
    RUN.discard_checkpoint()
    assert Album(RUN).paintings() == []
