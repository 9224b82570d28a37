"""The arms of the study: what a classifier learns from, beside real digits or instead of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Arm:
    """The make-up of a training batch.

    Attributes:
        sets: synthetic digits that share the synthetic part of each batch evenly; none where empty.
        warped: whether every digit is moved by the subset's classical augmentation.
        real: whether real digits fill the rest of the batch.
        fill: size of the batch, as a share of the others'.
    """

    sets: tuple[str, ...] = ()
    warped: bool = False
    real: bool = True
    fill: float = 1.0


GAN, UNFILTERED, INPAINTED, ORACLE = "gan", "gan_unfiltered", "inpainted", "oracle"

ARMS: Mapping[str, Arm] = {
    "real": Arm(fill=0.5),
    "real_oversampled": Arm(),
    "real_classical": Arm(warped=True),
    "real_gan": Arm((GAN,)),
    "real_classical_gan": Arm((GAN,), warped=True),
    "real_classical_gan_unfiltered": Arm((UNFILTERED,), warped=True),
    "synthetic_only": Arm((GAN,), real=False),
    "real_inpainted": Arm((INPAINTED,)),
    "real_classical_inpainted": Arm((INPAINTED,), warped=True),
    "everything": Arm((GAN, INPAINTED), warped=True),
    "oracle": Arm((ORACLE,), warped=True),
}
"""``real`` sees the real half of a mixed batch and nothing in place of the other half;
``real_oversampled`` has more of the same real digits there, which is what any gain has to beat.
``oracle`` alone takes digits of a GAN that saw more than the budget: what a leak would give."""

COMPARED: tuple[tuple[str, str], ...] = (
    ("real_classical_gan", "real_classical"),
    ("real_gan", "real"),
    ("real_gan", "real_oversampled"),
    ("real_classical", "real_oversampled"),
    ("real_classical_gan_unfiltered", "real_classical"),
    ("real_inpainted", "real_oversampled"),
    ("real_classical_inpainted", "real_classical"),
    ("everything", "real_classical"),
    ("synthetic_only", "real"),
    ("oracle", "real_classical"),
)
"""The gains that are reported: of the first arm over the second. The first pair is the headline."""
