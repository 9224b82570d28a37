"""``unet_l1``: ``unet`` without its judge, the arm that shows what the judge adds."""

from synthdigits.models.inpainters._unet import Network, UnetSystem

__all__ = ["Network", "System"]


class System(UnetSystem):
    """The hole's L1 and nothing else."""
