"""How many digits a synthetic set holds."""

from __future__ import annotations

from synthdigits.config.sections import Schedule, SyntheticParams


def split_sizes(params: SyntheticParams, gan: str, schedule: Schedule) -> tuple[int, int]:
    """Images of the training and of the test part that the GAN makes."""
    train = params.larger.get(gan, params.train_images)
    return train.at(schedule), params.test_images.at(schedule)
