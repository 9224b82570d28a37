"""The learning rate rises, then falls to nothing."""

import pytest

from synthdigits.learning.schedule import WARM_UP, warm_cosine


def test_the_peak_stands_at_the_end_of_the_warm_up() -> None:
    rates = [warm_cosine(step / 100) for step in range(101)]
    assert max(rates) == rates[round(100 * WARM_UP)] == pytest.approx(1.0)
    assert rates[0] == 0.01
    assert rates[-1] == pytest.approx(0.0)
