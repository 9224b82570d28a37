"""Paintings are due at the start, at an interval and at the end, and outlive an interruption."""

import numpy as np

from synthdigits.learning.album import Album
from synthdigits.learning.run import TrainingRun

RUN = TrainingRun("gan test", "0123", seed=0, iterations=11, batch_size=4, picture_interval=4)


def painting(value: int) -> np.ndarray:
    return np.full((4, 28, 28), value, np.uint8)


def test_the_first_and_the_last_iteration_are_always_painted() -> None:
    album = Album(RUN, images=4)
    assert [iteration for iteration in range(1, 12) if album.is_due(iteration)] == [1, 4, 8, 11]
    assert album.count == 4


def test_a_resumed_run_has_the_paintings_of_the_first_part() -> None:
    first, second = Album(RUN, images=4), Album(RUN, images=4)
    first.add(1, painting(1))
    saved = {name: value.clone() for name, value in first.state_dict().items()}
    first.add(4, painting(9))  # after the checkpoint
    second.load_state_dict(saved)
    second.add(4, painting(2))
    second.add(8, painting(3))
    assert [int(painted[0, 0, 0]) for painted in second.paintings()] == [1, 2, 3]
