"""Noise and seeds depend on what they are named after, and on nothing else."""

import numpy as np

from synthdigits.randomness import derive_seed, noise_of_images, numpy_generator


def test_the_noise_of_an_image_does_not_depend_on_its_neighbours() -> None:
    together = noise_of_images(seed=3, indices=range(50), size=64)
    alone = noise_of_images(seed=3, indices=range(17, 18), size=64)
    np.testing.assert_array_equal(together[17], alone[0])


def test_images_and_seeds_have_different_noise() -> None:
    first = noise_of_images(seed=3, indices=range(200), size=64)
    other = noise_of_images(seed=4, indices=range(200), size=64)
    assert len(np.unique(np.concatenate([first, other])[:, 0])) == 400


def test_the_noise_is_standard_normal() -> None:
    noise = noise_of_images(seed=0, indices=range(2000), size=100)
    assert noise.dtype == np.float32
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 1) < 0.01


def test_purposes_have_seeds_of_their_own() -> None:
    assert derive_seed(1, "mask") == derive_seed(1, "mask")
    assert len({derive_seed(seed, name) for seed in range(5) for name in "abc"}) == 15
    draws = [numpy_generator(1, name).random() for name in ("mask", "split")]
    assert draws[0] != draws[1]
