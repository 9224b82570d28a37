"""``unet_l1``: ``unet`` without its guide, the arm that shows what the guide adds."""

from synthdigits.inpainting.unet_blocks import UnetSystem


class System(UnetSystem):
    """The hole's L1 and nothing else."""
