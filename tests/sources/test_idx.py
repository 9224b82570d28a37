"""IDX, against the layout of the MNIST page."""

import numpy as np
import pytest

from synthdigits.sources import idx


def test_the_header_is_that_of_the_mnist_page() -> None:
    images = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    encoded = idx.encode(images)
    assert encoded[:16].hex() == "00000803" + "00000002" + "00000003" + "00000004"
    assert encoded[16:] == images.tobytes()


def test_a_round_trip_keeps_shape_and_values() -> None:
    labels = np.array([3, 1, 4], np.uint8)
    np.testing.assert_array_equal(idx.decode(idx.encode(labels)), labels)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not IDX"),
        (b"<!DOCTYPE html>", "not IDX"),
        (b"\0\0\x0d\x01\0\0\0\0", "type 0x0d"),
        (b"\0\0\x08\x03\0\0\0\x01", "cut off"),
        (b"\0\0\x08\x01\0\0\0\x05abc", "needs 13 bytes, got 11"),
    ],
)
def test_what_is_not_idx_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        idx.decode(content)


def test_only_bytes_are_encoded() -> None:
    with pytest.raises(ValueError, match="float64"):
        idx.encode(np.zeros(3))
