"""``unet_l1``: ``unet`` without its judge, the arm that shows what the judge adds."""

from synthdigits.inpainting.unet_blocks import Network, UnetSystem

__all__ = ["Network", "System"]


class System(UnetSystem):
    """The hole's L1 and nothing else."""
